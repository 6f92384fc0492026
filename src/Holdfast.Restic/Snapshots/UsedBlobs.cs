using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;

namespace Holdfast.Restic.Snapshots;

/// <summary>The blobs that snapshots need: their trees, and the content of every file in them.</summary>
internal static class UsedBlobs
{
    /// <param name="treeReader">Where the trees come from.</param>
    /// <param name="progress">How many trees were gone through, so far.</param>
    /// <exception cref="RepositoryException">A tree is missing or damaged; the message names the snapshot that needs it. Whether
    /// data blobs are there is not looked at.</exception>
    internal static async Task<BlobSet> OfAsync(
        IEnumerable<Snapshot> snapshots, TreeReader treeReader, IProgress<long>? progress, CancellationToken ct)
    {
        var used = new BlobSet();
        await new TreeWalk(treeReader).RunAsync(
            snapshots,
            (tree, nodes, _) =>
            {
                // Whatever a node calls itself, the blobs that it names may be wanted: keeping too much costs space only.
                used.Add(BlobType.Tree, [tree]);
                used.Add(BlobType.Data, nodes.SelectMany(n => n.Content ?? []));
                return ValueTask.CompletedTask;
            },
            enter: null,
            progress,
            ct);
        return used;
    }
}
