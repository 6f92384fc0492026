using System.Collections.Immutable;

namespace Holdfast.Recovery.Runs;

/// <summary>Which points an operator wants: nothing newer than a moment, or the named ones of some systems.</summary>
/// <param name="At">What shows a later moment is left alone; null: nothing is.</param>
/// <param name="Points">Of these systems the snapshot that was named, and else only older ones.</param>
public sealed record PointWish(DateTimeOffset? At, ImmutableArray<NamedPoint> Points)
{
    /// <summary>When the loss began that a drill rehearses: what is lost counts from here, how long it takes from the drill's own beginning. Null: now.</summary>
    public DateTimeOffset? Since { get; init; }

    public static PointWish None { get; } = new(null, []);

    /// <summary>How the snapshot's id begins that was named for the system; null: none was.</summary>
    public string? Of(string system) => Points.FirstOrDefault(p => p.System == system)?.Snapshot;
}

/// <param name="Snapshot">How its id begins.</param>
public sealed record NamedPoint(string System, string Snapshot);
