using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Evidence;

/// <summary>Everything that a state folder remembers of drills, failovers and copies.</summary>
public static class KeptHistory
{
    public static History In(IRunStore state)
    {
        var journals = JournalsIn(state);
        return HistoryOf(state, journals);
    }

    /// <summary>What was measured, and what became of the runs that measured it. Each journal is read once.</summary>
    /// <param name="plan">The one that counts today.</param>
    /// <param name="epochs">What repositories say of failovers, also of other machines'; null: no one looked.</param>
    public static (History History, Past Past) Read(IRunStore state, PlanInForce plan, EpochRecord? epochs = null)
    {
        var journals = JournalsIn(state);
        var plans = new PlansOfRuns(state, plan);
        return (
            HistoryOf(state, journals),
            new(
                new(journals.SelectMany(journal => Trial.In(journal))),
                trial => plans.Of(trial.Run, trial.PlanHash),
                [.. journals.SelectMany(journal => Takeover.In(journal, system => HostOf(journal, system, plans))), .. epochs is null ? [] : Moves(epochs, journals)])
            {
                Readings = [.. journals.SelectMany(journal => CopyReading.In(journal)), .. ProtectionLog.Readings(state)],
            });
    }

    /// <summary>A failover that was given up moved nothing, although it had begun an epoch.</summary>
    private static IEnumerable<Takeover> Moves(EpochRecord epochs, IReadOnlyList<RunEvent>[] journals)
    {
        var givenUp = journals.Select(RunSummary.Of).Where(run => run.Ended is { Outcome: RunOutcome.Abandoned }).Select(run => run.Began?.Run).OfType<string>().ToHashSet();
        return epochs.Moves.Where(move => !givenUp.Contains(move.Value.Run)).Select(move => new Takeover(move.Key, move.Value.Host, move.Value.Run, move.Value.At));
    }

    private static string? HostOf(IReadOnlyList<RunEvent> journal, string system, PlansOfRuns plans) =>
        journal.OfType<RunBegan>().First() is var began && plans.Of(began.Run, began.PlanHash) is { } then ? PlanIndex.Of(then).FindSystem(system)?.RecoversOn : null;

    private static IReadOnlyList<RunEvent>[] JournalsIn(IRunStore state) => [.. state.RunNames().Select(run => EventsOf(state, run))];

    private static History HistoryOf(IRunStore state, IReadOnlyList<RunEvent>[] journals) =>
        new([.. journals.SelectMany(journal => StepDuration.In(journal))], ProtectionLog.Read(state));

    /// <summary>A damaged journal gives no figures; it must not stand between an operator and a failover.</summary>
    private static IReadOnlyList<RunEvent> EventsOf(IRunStore state, string run)
    {
        try
        {
            return StoredJournal.Read(state, run).Events;
        }
        catch (JournalDamagedException)
        {
            return [];
        }
    }
}
