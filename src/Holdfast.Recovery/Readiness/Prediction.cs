using System.Collections.Immutable;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness;

/// <summary>How long the systems and the business would be down, and how much would be lost, as far as the evidence says.</summary>
/// <param name="Systems">Those that can be brought back.</param>
/// <param name="Business">Until the slowest system operates; and the loss of the system that comes closest to what it may lose. Unknown where not all of it comes back.</param>
/// <param name="Processes">Those that the loss stops.</param>
/// <param name="Timeline">Of the typical run, in the order of the graph.</param>
/// <param name="CriticalPath">The steps that decide when the last system operates, in their order.</param>
/// <param name="Unmeasured">Steps that no evidence says anything about; with any, a figure is unknown.</param>
/// <param name="Simulations">On how many simulated runs the figures rest; 1: on the typical one, and there is no P90.</param>
public sealed record Prediction(
    Figure Declaration,
    ImmutableArray<Expectation> Systems,
    Expectation Business,
    ImmutableArray<ProcessPrediction> Processes,
    ImmutableArray<TimelineStep> Timeline,
    ImmutableArray<TimelineStep> CriticalPath,
    ImmutableArray<StepName> Unmeasured,
    int Simulations)
{
    /// <summary>In which order steps begin where they want the same; a drill and a failover keep to it.</summary>
    public required RecoveryOrder Order { get; init; }

    /// <summary>Systems of which steps have to wait for more urgent ones in the typical run, in the order of the graph.</summary>
    public IEnumerable<SystemHold> Holds => Timeline
        .Where(step => step.Hold is not null && step.Began > step.Ready)
        .GroupBy(step => step.Step.System)
        .Select(system => new SystemHold(
            system.Key, system.Aggregate(TimeSpan.Zero, (sum, step) => sum + (step.Began - step.Ready)), system.MaxBy(step => step.Began - step.Ready)!.Hold!));

    /// <summary>From which copy each system is brought back, and why; none of a system that is not restored.</summary>
    public ImmutableArray<CopySource> Sources { get; init; } = [];
}
