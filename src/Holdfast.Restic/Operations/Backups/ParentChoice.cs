using Holdfast.Restic.Faults;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>Which earlier snapshot a backup compares files with: what is unchanged since is not read.</summary>
public abstract record ParentChoice
{
    private ParentChoice()
    {
    }

    /// <summary>None: every file is read.</summary>
    public static ParentChoice None { get; } = new NoParent();

    /// <summary>The newest one of the same host and paths.</summary>
    public static ParentChoice Newest { get; } = new NewestParent(SnapshotGrouping.HostAndPaths);

    /// <summary>The newest one that is alike in what it would be grouped by, and not from after the backup's own time.</summary>
    public static ParentChoice NewestOf(SnapshotGrouping grouping) => new NewestParent(grouping);

    /// <summary>
    /// The newest one of the same host and paths without that tag, unless there is one of these ids, which comes first. Where all carry
    /// the tag, the newest.
    /// </summary>
    public static ParentChoice NewestWithout(string tag, IReadOnlyCollection<string> ids) => new UntaggedParent(tag, ids);

    /// <param name="word">An id, how it begins, or <c>latest</c>.</param>
    public static ParentChoice Named(string word, SnapshotGrouping grouping) => new NamedParent(word, grouping);

    /// <param name="made">The snapshot that is about to be made; its id and tree say nothing yet.</param>
    /// <exception cref="RepositoryException">Request: the snapshot that was named is not there.</exception>
    internal abstract Snapshot? Find(IReadOnlyList<Snapshot> snapshots, Snapshot made);

    private static SnapshotFilter Like(Snapshot made, SnapshotGrouping grouping) => new(
        grouping.ByHost ? [made.HostName] : [], grouping.ByTags ? [new TagList(made.Tags)] : [], grouping.ByPaths ? made.Paths : []);

    private sealed record NoParent : ParentChoice
    {
        internal override Snapshot? Find(IReadOnlyList<Snapshot> snapshots, Snapshot made) => null;
    }

    private sealed record NewestParent(SnapshotGrouping Grouping) : ParentChoice
    {
        internal override Snapshot? Find(IReadOnlyList<Snapshot> snapshots, Snapshot made)
        {
            var filter = Like(made, Grouping);
            return snapshots.LastOrDefault(s => s.Time <= made.Time && filter.Matches(s));
        }
    }

    private sealed record UntaggedParent(string Tag, IReadOnlyCollection<string> Ids) : ParentChoice
    {
        internal override Snapshot? Find(IReadOnlyList<Snapshot> snapshots, Snapshot made)
        {
            var filter = Like(made, SnapshotGrouping.HostAndPaths);
            var like = snapshots.Where(s => s.Time <= made.Time && filter.Matches(s)).ToArray();
            return snapshots.LastOrDefault(s => Ids.Contains(s.Id.ToString())) ?? like.LastOrDefault(s => !s.Tags.Contains(Tag)) ?? like.LastOrDefault();
        }
    }

    private sealed record NamedParent(string Word, SnapshotGrouping Grouping) : ParentChoice
    {
        internal override Snapshot? Find(IReadOnlyList<Snapshot> snapshots, Snapshot made) =>
            snapshots.Find(Word, Like(made, Grouping));
    }
}
