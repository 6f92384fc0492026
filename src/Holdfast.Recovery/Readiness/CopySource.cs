using System.Collections.Immutable;

namespace Holdfast.Recovery.Readiness;

/// <summary>Which of the copies of one moment a system is brought back from.</summary>
/// <param name="Chosen">The quickest.</param>
/// <param name="Others">The rest, the quickest first.</param>
public sealed record CopySource(string System, CopySpeed Chosen, ImmutableArray<CopySpeed> Others)
{
    /// <summary>Why it was chosen; null: there is no other.</summary>
    public string? Why => Others is not [var next, ..] ? null
        : next.BytesPerSecond < Chosen.BytesPerSecond ? $"the quickest: {Chosen}, not {string.Join(" or ", Others)}"
        : $"no slower than {next.Repository}, and before it in the plan's to:";
}
