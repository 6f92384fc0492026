using System.Text;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories;
using Holdfast.Recovery.Runs;
using Holdfast.Restic.Backends;

namespace Holdfast.Execution.Evidence;

/// <summary>
/// The runs that this machine carries out. Only of these it seals journals: one that was fetched from a repository may be anybody's, and a
/// seal of ours would make it look like our own.
/// </summary>
public static class OwnRuns
{
    private const string Mark = "leader";

    public static void MarkOwn(StateFolder state, string run) =>
        Durable.WriteWhole(Path.Combine(state.FolderOf(run), Mark), Encoding.UTF8.GetBytes(Epochs.ThisLeader + "\n"));

    /// <summary>Seals what ended and was cut off before it was sealed.</summary>
    public static void SealEnded(StateFolder state)
    {
        foreach (var run in state.RunNames())
        {
            SealIfEnded(state, run);
        }
    }

    public static void SealIfEnded(StateFolder state, string run)
    {
        if (!File.Exists(Path.Combine(state.FolderOf(run), Mark)) || IsSealed(state, run))
        {
            return;
        }

        try
        {
            if (RunSummary.Of(FileJournal.Read(state.JournalOf(run)).Events) is { Began: { } began, Ended: not null } && !RunLock.IsHeldFor(state, began.Kind, run))
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
    private static bool IsSealed(StateFolder state, string run)
    {
        var journal = new FileInfo(state.JournalOf(run));
        return Directory.EnumerateFiles(state.Evidence, $"{run}*.jsonl").Any(file =>
            new FileInfo(file).Length > journal.Length && File.ReadAllBytes(file).AsSpan().StartsWith(File.ReadAllBytes(journal.FullName)));
    }
}
