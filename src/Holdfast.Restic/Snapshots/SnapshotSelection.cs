using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Snapshots;

/// <summary>Which snapshots a verb works on: those that words name, or where there are no words those that a filter lets through.</summary>
/// <param name="Words">Ids, how they begin, or <c>latest</c>, for which alone the filter counts then.</param>
public sealed record SnapshotSelection(IReadOnlyList<string> Words, SnapshotFilter Filter)
{
    /// <summary>Every snapshot.</summary>
    public static SnapshotSelection All { get; } = new([], SnapshotFilter.Any);

    /// <param name="snapshots">Oldest first.</param>
    /// <param name="onRefusal">Told of each word that names none, or more than one; when it returns the others count.</param>
    /// <returns>Oldest first, none twice.</returns>
    public IReadOnlyList<Snapshot> ChooseFrom(IReadOnlyList<Snapshot> snapshots, Action<RepositoryException> onRefusal)
    {
        if (Words.Count == 0)
        {
            return [.. snapshots.Where(Filter.Matches)];
        }

        HashSet<Format.SnapshotId> chosen = [];
        foreach (var word in Words)
        {
            try
            {
                chosen.Add(snapshots.Find(word, Filter).Id);
            }
            catch (RepositoryException e) when (e.Fault == RepositoryFault.Request)
            {
                onRefusal(e);
            }
        }

        return [.. snapshots.Where(s => chosen.Contains(s.Id))];
    }
}
