using System.Collections.Immutable;
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
    public static History In(IRunStore state) => HistoryOf(state, [.. JournalsIn(state).Select(j => j.Sealed).OfType<IReadOnlyList<RunEvent>>()]);

    /// <summary>What was measured, and what became of the runs that measured it. Each journal is read once.</summary>
    /// <param name="plan">The one that counts today.</param>
    /// <param name="epochs">What repositories say of failovers, also of other machines'; null: no one looked.</param>
    /// <returns>Also the runs that ended and give no figure, since no seal under them counts.</returns>
    public static (History History, Past Past, ImmutableArray<Uncounted> NotCounted) Read(IRunStore state, PlanInForce plan, EpochRecord? epochs = null)
    {
        var journals = JournalsIn(state);
        var seals = new SealedEvents(state);
        IReadOnlyList<RunEvent>[] counting = [.. journals.Select(j => j.Sealed).OfType<IReadOnlyList<RunEvent>>()];
        IReadOnlyList<RunEvent>[] all = [.. journals.Select(j => j.Events)];
        var plans = new PlansOfRuns(state, plan);
        return (
            HistoryOf(state, counting),
            new(
                new(counting.SelectMany(journal => Trial.In(journal))),
                trial => plans.Of(trial.Run, trial.PlanHash),
                [.. all.SelectMany(journal => Takeover.In(journal, system => HostOf(journal, system, plans))), .. epochs is null ? [] : Moves(epochs, all)])
            {
                CutShort = [.. journals.SelectMany(j => CutShort.In(j.Events, j.Sealed is not null)).Where(c => !IsUnderWay(state, c.Run))],
                Readings = [.. counting.SelectMany(journal => CopyReading.In(journal)), .. ProtectionLog.Readings(state)],
            },
            [.. journals.Where(j => j.Sealed is null && RunSummary.Of(j.Events) is { Began: not null, Ended: not null }).Select(j => new Uncounted(j.Run, seals.SignerOf(j.Run)))]);
    }

    /// <summary>A failover that was given up moved nothing, although it had begun an epoch.</summary>
    private static IEnumerable<Takeover> Moves(EpochRecord epochs, IReadOnlyList<RunEvent>[] journals)
    {
        var givenUp = journals.Select(RunSummary.Of).Where(run => run.Ended is { Outcome: RunOutcome.Abandoned }).Select(run => run.Began?.Run).OfType<string>().ToHashSet();
        return epochs.Moves.Where(move => !givenUp.Contains(move.Value.Run)).Select(move => new Takeover(move.Key, move.Value.Host, move.Value.Run, move.Value.At));
    }

    private static bool IsUnderWay(IRunStore state, string run) => RunLock.IsHeldFor(state, RunKind.Drill, run) || RunLock.IsHeldFor(state, RunKind.Failover, run);

    private static string? HostOf(IReadOnlyList<RunEvent> journal, string system, PlansOfRuns plans) =>
        journal.OfType<RunBegan>().First() is var began && plans.Of(began.Run, began.PlanHash) is { } then ? PlanIndex.Of(then).FindSystem(system)?.RecoversOn : null;

    /// <summary>A journal that is not sealed tells where a system is, for caution's sake; no figure is taken from it.</summary>
    private static (string Run, IReadOnlyList<RunEvent> Events, IReadOnlyList<RunEvent>? Sealed)[] JournalsIn(IRunStore state)
    {
        var seals = new SealedEvents(state);
        return [.. state.RunNames().Select(run => seals.Of(run) is var counts && counts is not null ? (run, counts, counts) : (run, EventsOf(state, run), null))];
    }

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

/// <summary>A run that ended, and of which no figure is taken.</summary>
/// <param name="Signer">SHA-256 of the key under its seal, which is of no machine that counts; null: there is no good seal.</param>
public sealed record Uncounted(string Run, string? Signer);
