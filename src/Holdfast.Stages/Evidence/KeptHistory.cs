using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Runs;
using Holdfast.Stages.Journals;
using Holdfast.Stages.Protection;

namespace Holdfast.Stages.Evidence;

/// <summary>Everything that a state folder remembers of drills, failovers and copies.</summary>
public static class KeptHistory
{
    public static History In(StateFolder state)
    {
        var journals = state.RunNames().Select(run => EventsOf(state.JournalOf(run))).ToArray();
        return new([.. journals.SelectMany(journal => StepDuration.In(journal))], ProtectionLog.Read(state));
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
