using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Snapshots;

/// <summary>Trees by name, and paths through them.</summary>
internal sealed class TreeReader(BlobReader blobs)
{
    /// <summary>Deeper folders than this are refused, here and when backing up: no one has them but someone who means harm.</summary>
    internal const int DepthLimit = 2000;

    internal async Task<List<TreeNode>> ReadAsync(BlobId tree, CancellationToken ct) =>
        Tree.Decode(await blobs.ReadAsync(new(BlobType.Tree, tree), ct), tree);

    /// <summary>The node at a path.</summary>
    /// <param name="path">From the snapshot's root, <c>/</c> between names; not the root itself.</param>
    internal async Task<TreeNode> FindAsync(Snapshot snapshot, string path, CancellationToken ct)
    {
        var names = RawPath.Of(path).Names.Select(n => n.Bytes).ToList();
        if (names.Count == 0)
        {
            throw new RepositoryException(RepositoryFault.Request, "the root of a snapshot is not a file");
        }

        return await FindAsync(snapshot.Tree, names, 0, ct) ?? throw new RepositoryException(
            RepositoryFault.Request,
            $"there is no {path} in snapshot {snapshot.Id.ShortForm} of {snapshot.Time:u}",
            "list what it holds with \"holdfast repo ls\"");
    }

    // A sound tree has each name once. Of a name twice the folders lead on, and at the end a file or folder is what is wanted.
    private async Task<TreeNode?> FindAsync(BlobId tree, List<byte[]> names, int at, CancellationToken ct)
    {
        var found = (await ReadAsync(tree, ct)).FindAll(n => n.RawName.Span.SequenceEqual(names[at]));
        if (at == names.Count - 1)
        {
            return found.Find(n => n.Type is NodeType.File or NodeType.Folder) ?? found.FirstOrDefault();
        }

        foreach (var subtree in found.Select(n => n.Subtree).OfType<BlobId>())
        {
            if (await FindAsync(subtree, names, at + 1, ct) is { } node)
            {
                return node;
            }
        }

        return null;
    }
}
