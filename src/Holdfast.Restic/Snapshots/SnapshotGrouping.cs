using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Snapshots;

/// <summary>What snapshots of one group have in common.</summary>
public sealed record SnapshotGrouping(bool ByHost, bool ByPaths, bool ByTags)
{
    public static SnapshotGrouping None { get; } = new(false, false, false);

    /// <summary>What "the same backup, day after day" means unless told otherwise.</summary>
    public static SnapshotGrouping HostAndPaths { get; } = new(true, true, false);

    /// <param name="text"><c>host</c>, <c>paths</c> and <c>tags</c> with commas between; empty: no groups.</param>
    /// <exception cref="RepositoryException">Request: it says something else.</exception>
    public static SnapshotGrouping Parse(string text)
    {
        var grouping = None;
        foreach (var word in text.Split(','))
        {
            grouping = word switch
            {
                "host" or "hosts" => grouping with { ByHost = true },
                "path" or "paths" => grouping with { ByPaths = true },
                "tag" or "tags" => grouping with { ByTags = true },
                "" => grouping,
                _ => throw new RepositoryException(
                    RepositoryFault.Request, $"snapshots cannot be grouped by \"{word}\"", "group by host, paths and tags, with commas between"),
            };
        }

        return grouping;
    }

    /// <summary>The groups in the order of their keys; in each the snapshots as they came.</summary>
    public IReadOnlyList<SnapshotGroup> Of(IEnumerable<Snapshot> snapshots) =>
    [
        .. snapshots.GroupBy(KeyOf)
            .Select(g => new SnapshotGroup(g.Key, [.. g]))
            .OrderBy(g => g.Key.HostName, StringComparer.Ordinal)
            .ThenBy(g => string.Join('\n', g.Key.Paths), StringComparer.Ordinal)
            .ThenBy(g => string.Join('\n', g.Key.Tags), StringComparer.Ordinal),
    ];

    /// <summary>What would be the key of the snapshot's group. Order says nothing among paths nor among tags.</summary>
    public SnapshotGroupKey KeyOf(Snapshot snapshot) => new(
        ByHost ? snapshot.HostName : "",
        ByPaths ? [.. snapshot.Paths.Order(StringComparer.Ordinal)] : [],
        ByTags ? [.. snapshot.Tags.Order(StringComparer.Ordinal)] : []);

    public override string ToString() =>
        string.Join(',', new[] { ByHost ? "host" : "", ByPaths ? "paths" : "", ByTags ? "tags" : "" }.Where(w => w.Length > 0));
}
