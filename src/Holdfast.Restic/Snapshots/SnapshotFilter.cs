namespace Holdfast.Restic.Snapshots;

/// <summary>Which snapshots are meant: of one of these hosts, with one of these lists of tags, and of all of these paths.</summary>
/// <param name="Hosts">Empty: of any host.</param>
/// <param name="Tags">A snapshot needs all tags of one list. Empty: whatever its tags.</param>
/// <param name="Paths">As they stand in snapshots: absolute. Empty: of any path.</param>
public sealed record SnapshotFilter(IReadOnlyList<string> Hosts, IReadOnlyList<TagList> Tags, IReadOnlyList<string> Paths)
{
    /// <summary>Every snapshot.</summary>
    public static SnapshotFilter Any { get; } = new([], [], []);

    /// <summary>It lets every snapshot through.</summary>
    public bool IsEmpty => Hosts.Count == 0 && Tags.Count == 0 && Paths.Count == 0;

    public bool Matches(Snapshot snapshot) =>
        (Hosts.Count == 0 || Hosts.Contains(snapshot.HostName))
        && (Tags.Count == 0 || Tags.Any(t => t.Matches(snapshot)))
        && Paths.All(snapshot.Paths.Contains);
}
