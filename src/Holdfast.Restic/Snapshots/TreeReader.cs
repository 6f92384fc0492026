using Holdfast.Restic.Format;
using Holdfast.Restic.Index;

namespace Holdfast.Restic.Snapshots;

/// <summary>Trees by name, and paths through them.</summary>
internal sealed class TreeReader(BlobReader blobs)
{
    /// <summary>Deeper folders than this are refused, here and when backing up: nobody has them but somebody who means harm.</summary>
    internal const int DepthLimit = 2000;

    internal async Task<List<TreeNode>> ReadAsync(BlobId tree, CancellationToken ct) =>
        Tree.Decode(await blobs.ReadAsync(new(BlobType.Tree, tree), ct), tree);

    /// <summary>The node at a path.</summary>
    /// <param name="path">From the snapshot's root, <c>/</c> between names; not the root itself.</param>
    internal async Task<TreeNode> FindAsync(Snapshot snapshot, string path, CancellationToken ct)
    {
        TreeNode? node = null;
        var tree = (BlobId?)snapshot.Tree;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(name);
            node = tree is { } id ? (await ReadAsync(id, ct)).Find(n => n.RawName.Span.SequenceEqual(bytes)) : null;
            if (node is null)
            {
                throw new RepositoryException(
                    RepositoryFault.Request,
                    $"there is no {path} in snapshot {snapshot.Id.ShortForm} of {snapshot.Time:u}",
                    "list what it holds with \"holdfast repo ls\"");
            }

            tree = node.Subtree;
        }

        return node ?? throw new RepositoryException(RepositoryFault.Request, "the root of a snapshot is no file");
    }
}
