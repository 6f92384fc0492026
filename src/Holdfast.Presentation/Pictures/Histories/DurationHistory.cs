using System.Collections.Immutable;

namespace Holdfast.Presentation.Pictures.Histories;

/// <summary>What is drawn over time: durations against a target.</summary>
/// <param name="Title">Over it.</param>
/// <param name="Description">For whoever does not see it.</param>
/// <param name="Target">What is to be kept.</param>
/// <param name="From">Where the time at its foot begins; what is earlier is not drawn.</param>
public sealed record DurationHistory(string Title, string Description, TimeSpan Target, DateTimeOffset From, DateTimeOffset To, ImmutableArray<Mark> Marks);

/// <param name="Took">Null: it did not end.</param>
public sealed record Mark(MarkKind Kind, DateTimeOffset At, TimeSpan? Took);

/// <summary>How it is drawn; each can be told from the others without colours.</summary>
public enum MarkKind
{
    /// <summary>A line up from the foot.</summary>
    Span,

    /// <summary>A diamond without filling.</summary>
    Predicted,

    /// <summary>A short line across.</summary>
    PredictedUpper,

    /// <summary>A filled circle; a cross at the upper edge where it did not end.</summary>
    Measured,
}
