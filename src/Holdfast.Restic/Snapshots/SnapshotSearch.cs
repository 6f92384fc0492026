using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Snapshots;

/// <summary>Finds what someone means by a word: an id, how one begins, or <c>latest</c>.</summary>
public static class SnapshotSearch
{
    /// <param name="snapshots">Oldest first.</param>
    /// <param name="filter">Counts for <c>latest</c> only: an id says enough.</param>
    /// <exception cref="RepositoryException">Request: there is none, or more than one.</exception>
    public static Snapshot Find(this IReadOnlyList<Snapshot> snapshots, string word, SnapshotFilter filter)
    {
        if (word == "latest")
        {
            return snapshots.LastOrDefault(filter.Matches) ?? throw Refused("no snapshot is like that");
        }

        var found = snapshots.Where(s => word.Length > 0 && s.Id.ToString().StartsWith(word, StringComparison.Ordinal)).Take(2).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw Refused($"no snapshot has an id that begins with \"{word}\""),
            _ => throw Refused($"more than one snapshot has an id that begins with \"{word}\""),
        };
    }

    /// <summary>Those that several words mean, oldest first and each once. As in restic, a word that means none is no error: what was meant
    /// may be gone already.</summary>
    /// <returns>Beside them, for each such word a line for people.</returns>
    public static (IReadOnlyList<Snapshot> Found, IReadOnlyList<string> Unknown) FindAll(
        this IReadOnlyList<Snapshot> snapshots, IEnumerable<string> words, SnapshotFilter filter)
    {
        HashSet<Snapshot> found = new(ReferenceEqualityComparer.Instance);
        List<string> unknown = [];
        foreach (var word in words)
        {
            try
            {
                found.Add(snapshots.Find(word, filter));
            }
            catch (RepositoryException e)
            {
                unknown.Add($"Ignoring \"{word}\": {e.Message}");
            }
        }

        return ([.. found.OrderBy(s => s.Time)], unknown);
    }

    private static RepositoryException Refused(string why) =>
        new(RepositoryFault.Request, why, "\"holdfast repo snapshots\" lists what there is");
}
