using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Protection;

namespace Holdfast.Execution.Evidence;

/// <summary>Everything that a state folder remembers of drills, failovers and copies.</summary>
public static class KeptHistory
{
    public static History In(StateFolder state) => Read(state).History;

    /// <summary>What was measured, and what became of the runs that measured it. Each journal is read once.</summary>
    public static (History History, TrackRecord Record) Read(StateFolder state)
    {
        var journals = state.RunNames().Select(run => EventsOf(state.JournalOf(run))).ToArray();
        return (
            new([.. journals.SelectMany(journal => StepDuration.In(journal))], ProtectionLog.Read(state)),
            new(journals.SelectMany(journal => Trial.In(journal))));
    }

    /// <summary>A damaged journal gives no figures; it must not stand between an operator and a failover.</summary>
    private static IReadOnlyList<RunEvent> EventsOf(string journal)
    {
        try
        {
            return FileJournal.Read(journal).Events;
        }
        catch (JournalDamagedException)
        {
            return [];
        }
    }
}
