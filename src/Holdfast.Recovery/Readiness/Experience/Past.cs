using System.Collections.Immutable;
using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>What happened in drills and failovers, and by which plans.</summary>
/// <param name="PlanOf">The plan that a trial followed; null: it is no longer at hand, and was another one than today's.</param>
/// <param name="Takeovers">In any order.</param>
public sealed record Past(TrackRecord Record, Func<Trial, Plan?> PlanOf, ImmutableArray<Takeover> Takeovers)
{
    /// <summary>Whenever whole copies were read, in any order.</summary>
    public ImmutableArray<CopyReading> Readings { get; init; } = [];

    public static Past Nothing { get; } = new(TrackRecord.Empty, _ => null, []);

    /// <summary>The newest of a system; null: it was never failed over.</summary>
    public Takeover? LastTakeoverOf(string system, DateTimeOffset now) =>
        Takeovers.Where(t => t.System == system && !ClockSkew.IsAhead(t.At, now)).MaxBy(t => t.At);
}
