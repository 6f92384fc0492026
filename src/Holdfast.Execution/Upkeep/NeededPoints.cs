using Holdfast.Execution.Journals;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Upkeep;

/// <summary>The points that runs work with, or that the newest of each kind brought back: its evidence speaks of them.</summary>
internal static class NeededPoints
{
    /// <returns>By snapshot: what needs it.</returns>
    public static IReadOnlyDictionary<string, string> In(IRunStore state)
    {
        var needed = new Dictionary<string, string>(StringComparer.Ordinal);
        var newest = new HashSet<(RunKind, string)>();
        foreach (var run in state.RunNames().Reverse())
        {
            IReadOnlyList<RunEvent> journal;
            try
            {
                journal = StoredJournal.Read(state, run).Events;
            }
            catch (JournalDamagedException)
            {
                continue; // No one can take it up, and its figures count for nothing.
            }

            if (RunSummary.Of(journal) is not { Began: { } began } summary)
            {
                continue;
            }

            foreach (var point in began.Points.Concat(journal.OfType<PointReplaced>().Select(r => r.To)))
            {
                if (summary.Ended is null)
                {
                    needed.TryAdd(point.Snapshot, $"{run} works with it");
                }
                else if (newest.Add((began.Kind, point.System)) || needed.ContainsKey(point.Snapshot))
                {
                    needed.TryAdd(point.Snapshot, $"{run} brought it back");
                }
            }
        }

        return needed;
    }
}
