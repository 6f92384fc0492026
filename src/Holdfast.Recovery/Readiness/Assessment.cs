using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness;

/// <summary>A finished run held against the objectives: target, predicted and measured, side by side.</summary>
public static class Assessment
{
    /// <summary>What stands for the business in the place of an RTO when one of its systems is lost for good.</summary>
    public const string NotAll = "not all of it comes back";

    /// <summary>
    /// What became of each system of the run, those that it had to leave out coming last. Where nobody knows when the disaster began,
    /// as in every drill, the time until somebody declares it is added as the plan declares it: an RTO counts from the disaster.
    /// </summary>
    public static ImmutableArray<SystemResult> Of(Run run)
    {
        var began = run.Began ?? throw new InvalidOperationException("A run that has not begun cannot be assessed.");
        var undeclared = began.DisasterFrom == DisasterSource.Declaration ? run.Graph.Plan.Declaration ?? TimeSpan.Zero : TimeSpan.Zero;
        var recovered = run.Graph.Systems.Select(system =>
        {
            var expected = began.Expected.FirstOrDefault(e => e.System == system.Name);
            var restored = run.Graph.Steps.Any(s =>
                s.System.Name == system.Name && s.Step.Action is RestoreAction && run.StatusOf(s.Name) == StepStatus.Done);
            var point = run.PointOf(system.Name);
            return new SystemResult(
                system.Name,
                system.Rto.Value,
                expected?.Rto ?? Figure.Unknown,
                run.OperatesSince(system) - began.Disaster + undeclared,
                system.Rpo.Value,
                expected?.Rpo ?? Figure.Unknown,
                restored && point is not null ? Loss(began.Wish?.Since ?? began.Disaster, point) : Nothing(run, system))
            {
                NotProven = began.Kind != RunKind.Prediction && EmptyChecks.AreAll(system, [.. IdleOf(run, began, system)]),
            };
        });
        return [.. recovered, .. began.Unrecoverable.Select(left => Never(run.Graph.Plan.SystemNamed(left.System), left.Why))];
    }

    /// <summary>
    /// Recovered is only what is so as a whole: with a system that had to be left out, the best run is partly recovered. A step that
    /// somebody skipped is let pass, but not the last of a system: that one is the proof.
    /// </summary>
    public static RunOutcome OutcomeOf(Run run) =>
        run.Began is null or { Unrecoverable.IsEmpty: true } && run.Graph.Steps.All(s => run.StatusOf(s.Name) == StepStatus.Done || IsAllowed(run, s))
            ? RunOutcome.Recovered
            : RunOutcome.PartlyRecovered;

    /// <summary>A failure that the plan lets pass, or a step that somebody let pass. It stands in the journal all the same.</summary>
    private static bool IsAllowed(Run run, GraphStep step) => run.StatusOf(step.Name) switch
    {
        StepStatus.Failed => step.Step.OnFailure == OnFailure.Continue,
        StepStatus.Skipped => step.Name != RecoveryGraph.LastStepOf(step.System),
        _ => false,
    };

    /// <summary>
    /// The business as one line. It operates when its slowest system does. Its loss is that of the system which comes closest to, or
    /// goes furthest beyond, what it may lose: a day's program files are nothing beside a minute's bookings.
    /// </summary>
    public static SystemResult OfBusiness(string organization, ImmutableArray<SystemResult> systems)
    {
        var loss = systems.MaxBy(s => s.MeasuredRpo is { } measured ? measured / s.TargetRpo : double.PositiveInfinity)!;
        return new(
            organization,
            systems.Max(s => s.TargetRto),
            systems.Select(s => s.PredictedRto).Aggregate(Figure.Zero, Figure.Max),
            systems.All(s => s.MeasuredRto is not null) ? systems.Max(s => s.MeasuredRto) : null,
            loss.TargetRpo,
            loss.PredictedRpo,
            loss.MeasuredRpo,
            systems.Any(s => s.Unrecoverable is not null) ? NotAll : null)
        {
            NotProven = systems.Any(s => s.NotProven),
        };
    }

    /// <summary>
    /// What the downtime of each process cost, in the plan's currency: it stands still until the last system that it needs operates.
    /// Null while one of them is down: the cost still runs.
    /// </summary>
    public static decimal? CostOf(BusinessProcess process, ImmutableArray<SystemResult> systems)
    {
        var needed = systems.Where(s => process.Needs.Contains(s.System)).ToArray();
        return needed.Length == 0
            ? 0
            : needed.All(s => s.MeasuredRto is not null) ? process.CostOf(needed.Max(s => s.MeasuredRto!.Value)) : null;
    }

    /// <summary>
    /// The steps of the system that are checks and showed nothing: they were left out or did not pass; a drill asked them before anything was there; of
    /// a failover's, some are known to be able to fail.
    /// </summary>
    private static IEnumerable<string> IdleOf(Run run, RunBegan began, ProtectedSystem system) => run.Graph.Steps
        .Where(s => s.System.Name == system.Name && (!run.WasAsked(s) || (began.PassedBefore is { } passed
            ? passed.Contains(s.Name)
            : run.IsUnproven(s) && began.KnownToFail?.Contains(s.Name) != true)))
        .Select(s => s.Step.Name);

    private static SystemResult Never(ProtectedSystem system, string why) =>
        new(system.Name, system.Rto.Value, Figure.Unknown, null, system.Rpo.Value, Figure.Unknown, null, why);

    /// <summary>A system that holds no data has lost none when it operates again; of any other it is not known.</summary>
    private static TimeSpan? Nothing(Run run, ProtectedSystem system) =>
        system.HoldsNothing && run.OperatesSince(system) is not null ? TimeSpan.Zero : null;

    /// <summary>A point taken after the disaster, possible when nobody knows when it began, loses nothing.</summary>
    private static TimeSpan Loss(DateTimeOffset disaster, RecoveryPoint point) =>
        disaster > point.TakenAt ? disaster - point.TakenAt : TimeSpan.Zero;
}
