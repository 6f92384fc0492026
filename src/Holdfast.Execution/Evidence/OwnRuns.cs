using System.Text;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Evidence;

/// <summary>
/// The runs that this machine carries out. Only of these it seals journals: one that was fetched from a repository may be anybody's, and a
/// seal of ours would make it look like our own.
/// </summary>
public static class OwnRuns
{
    public static void MarkOwn(IRunStore state, string run) =>
        state.WriteDocument(StoreNames.LeaderOf(run), Encoding.UTF8.GetBytes(Epochs.ThisLeader + "\n"));

    /// <summary>Seals what ended and was cut off before it was sealed.</summary>
    public static void SealEnded(IRunStore state)
    {
        foreach (var run in state.RunNames())
        {
            SealIfEnded(state, run);
        }
    }

    /// <param name="isOurs">Whether who asks carries the run out, and so holds its lock: then no one else is about to seal it.</param>
    public static void SealIfEnded(IRunStore state, string run, bool isOurs = false)
    {
        if (state.ReadDocument(StoreNames.LeaderOf(run)) is null || IsSealed(state, run))
        {
            return;
        }

        try
        {
            if (RunSummary.Of(StoredJournal.Read(state, run).Events) is { Began: { } began, Ended: not null } && (isOurs || !RunLock.IsHeldFor(state, began.Kind, run)))
            {
                SealedJournals.Seal(state, run);
            }
        }
        catch (JournalDamagedException)
        {
            // It is told by whatever shows or takes up the run; nothing is sealed that is not whole.
        }
    }

    /// <summary>Evidence is the journal and a seal: an older piece is of a run that was taken up again since.</summary>
    private static bool IsSealed(IRunStore state, string run)
    {
        var journal = state.Read(StoreNames.JournalOf(run)).Bytes;
        return state.EvidenceNames().Where(name => name.StartsWith(StoreNames.EvidenceNamed(run), StringComparison.Ordinal))
            .Any(name => state.ReadDocument(name) is { } evidence && evidence.Length > journal.Length && evidence.AsSpan().StartsWith(journal.Span));
    }
}
