using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans;

/// <summary>What is protected, how often, into which repositories, and how long copies are kept.</summary>
public sealed record Protection(ProtectedData Data, TimeSpan Every, ImmutableArray<string> To)
{
    /// <summary>A copy that holds less is suspect; null: nothing is said.</summary>
    public LeastContent? AtLeast { get; init; }

    /// <summary>Null: every copy.</summary>
    public Retention? Keep { get; init; }

    /// <summary>A legal hold: until then nothing is removed.</summary>
    public DateOnly? HoldUntil { get; init; }

    /// <summary>How often old copies are read back; null: when they are made.</summary>
    public CalendarSpan? VerifyEvery { get; init; }
}

/// <summary>Which copies are kept: so many of the newest, of each hour, day and so on, and all of a stretch. Null: none for that reason.</summary>
public sealed record Retention(int? Last, int? Hourly, int? Daily, int? Weekly, int? Monthly, int? Yearly, CalendarSpan? Within);
