using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stages;
using Holdfast.Execution.Stores;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Executors;

/// <summary>The points of a run's repositories, some of which may still be on their way.</summary>
internal sealed class FurtherPoints(RepositorySet repositories, Plan plan, IRunStore state, RunBegan began, TimeProvider clock) : IFurtherPoints
{
    private readonly Lock _log = new();

    // What was measured is read when a point has to be replaced, which is seldom.
    private readonly Lazy<QuickestCopies> _quickest = new(() => new(
        PlanIndex.Of(plan),
        new Foresight(state, clock, Foresight.Usual).Read(),
        Foreseen.Named(plan, began.Scenario) is { } scenario ? Loss.Of(plan, scenario).Links.Contains : _ => false));

    public async Task<RecoveryPoint?> BestAsync(
        ProtectedSystem system, RecoveryPoint? current, IReadOnlyCollection<(RecoveryPoint Point, Failed How)> failed, CancellationToken cancellationToken)
    {
        if (Best(system, current, failed) is { } best)
        {
            return best;
        }

        // Nothing that is open has it: now it is worth waiting for the others.
        await repositories.WaitForAsync(system.Protection?.To ?? [], cancellationToken);
        return Best(system, current, failed);
    }

    public (string Why, string Hint)? WhyNone(ProtectedSystem system) => Choice().None(system) is { } none ? (none.Why, none.Hint) : null;

    public void Remember(RecoveryPoint point, Failed how)
    {
        if (!how.Damaged)
        {
            return;
        }

        lock (_log)
        {
            _ = ProtectionLog.TryAppend( // The run's journal has it, too.
                state,
                [
                    new(point.System, point.Repository, point.Snapshot, point.TakenAt, null, 0, 0, false, how.Why)
                    {
                        DamagedAt = clock.GetUtcNow(), DamagedPacks = [.. how.DamagedPacks],
                    },
                ]);
        }
    }

    /// <summary>For a run that is taken up: what was not restored yet is brought back from the best point that there is now.</summary>
    public IEnumerable<PointReplaced> ChosenAnew(Run run)
    {
        foreach (var system in run.Graph.Systems)
        {
            var restored = run.Graph.Steps.Any(s => s.System.Name == system.Name && s.Step.Action is RestoreAction && run.StatusOf(s.Name) == StepStatus.Done);
            var point = run.PointOf(system.Name);
            if (!restored && Best(system, point, []) is { } best && (best.Repository, best.Snapshot) != (point?.Repository, point?.Snapshot))
            {
                yield return new(clock.GetUtcNow(), system.Name, point, best, "chosen anew when the run was taken up");
            }
        }
    }

    private RecoveryPoint? Best(ProtectedSystem system, RecoveryPoint? current, IReadOnlyCollection<(RecoveryPoint Point, Failed How)> failed)
    {
        var unreached = failed.Where(f => !f.How.Damaged).Select(f => f.Point.Repository).ToHashSet();
        var tried = failed.Select(f => (f.Point.Repository, f.Point.Snapshot)).ToHashSet();
        var choice = Choice();
        var first = choice.Candidates(system).FirstOrDefault(p => !unreached.Contains(p.Repository) && !tried.Contains((p.Repository, p.Snapshot)));
        return current is not null && current.TakenAt == first?.TakenAt && choice.StillCounts(system, current) ? current : first;
    }

    private RecoveryPoints Choice() => new(
        repositories,
        ProtectionLog.Read(state),
        repositories.EpochsBy(state),
        began.Wish ?? PointWish.None,
        began.DisasterFrom == DisasterSource.Given ? began.Disaster : null,
        clock.GetUtcNow(),
        _quickest.Value);
}
