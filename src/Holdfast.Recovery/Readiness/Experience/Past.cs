using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>What happened in drills and failovers, and by which plans.</summary>
/// <param name="PlanOf">The plan that a trial followed; null: it is no longer at hand, and was another one than today's.</param>
/// <param name="Takeovers">In any order.</param>
public sealed record Past(TrackRecord Record, Func<Trial, Plan?> PlanOf, ImmutableArray<Takeover> Takeovers)
{
    /// <summary>Whenever whole copies were read, in any order.</summary>
    public ImmutableArray<CopyReading> Readings { get; init; } = [];

    /// <summary>What was tried and came to no end, in any order; none of a run that a living process carries out.</summary>
    public ImmutableArray<CutShort> CutShort { get; init; } = [];

    public static Past Nothing { get; } = new(TrackRecord.Empty, _ => null, []);

    /// <summary>Checks that a drill of a recovery which is still the same asked while nothing was there, and that failed then, as they should.</summary>
    public ImmutableArray<StepName> ChecksKnownToFail(Plan plan, IEnumerable<ProtectedSystem> systems)
    {
        var change = new RecoveryChange(plan);
        return
        [
            .. from system in systems
               from trial in Record.Of(system.Name)
               where trial is { Kind: RunKind.Drill, Failed: false } && PlanOf(trial) is { } then && change.Since(then, system).Count == 0
               from step in system.Recover
               where step.Action is CheckAction && trial.Steps.Contains(step.Name) && !trial.Idle.Contains(step.Name)
               group step by (system.Name, Step: step.Name) into known
               select new StepName(known.Key.Name, known.Key.Step),
        ];
    }

    /// <summary>The newest of a system; null: it was never failed over.</summary>
    public Takeover? LastTakeoverOf(string system, DateTimeOffset now) =>
        Takeovers.Where(t => t.System == system && !ClockSkew.IsAhead(t.At, now)).MaxBy(t => t.At);
}
