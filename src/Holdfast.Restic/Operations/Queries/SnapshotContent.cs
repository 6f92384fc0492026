using System.Runtime.CompilerServices;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Queries;

/// <summary>Looks into snapshots without restoring them.</summary>
internal sealed class SnapshotContent
{
    private readonly BlobReader _blobs;
    private readonly TreeReader _trees;

    private SnapshotContent(BlobReader blobs) => (_blobs, _trees) = (blobs, new(blobs));

    internal static async Task<SnapshotContent> OpenAsync(OpenRepository repository, CancellationToken ct) =>
        new(new(repository.Backend, repository.Key, await RepositoryIndex.LoadToReadAsync(repository.Backend, repository.Key, ct)));

    /// <summary>Everything at and under a path, a folder before what lies in it.</summary>
    internal async IAsyncEnumerable<ListedNode> ListAsync(
        Snapshot snapshot, string path, bool recursive, [EnumeratorCancellation] CancellationToken ct)
    {
        var names = path.Trim('/');
        var tree = (BlobId?)snapshot.Tree;
        if (names.Length > 0)
        {
            var node = await _trees.FindAsync(snapshot, path, ct);
            yield return new("/" + names, node);
            tree = node.Subtree;
        }

        var pending = new Stack<(string Path, TreeNode Node, int Depth)>();
        await PushAsync(names.Length > 0 ? "/" + names : "", tree, 0);
        while (pending.TryPop(out var next))
        {
            yield return new(next.Path, next.Node);
            if (recursive && next.Depth < TreeReader.DepthLimit)
            {
                await PushAsync(next.Path, next.Node.Subtree, next.Depth + 1);
            }
        }

        async Task PushAsync(string under, BlobId? subtree, int depth)
        {
            if (subtree is { } id)
            {
                var nodes = await _trees.ReadAsync(id, ct);
                nodes.Reverse();
                nodes.ForEach(n => pending.Push(($"{under}/{n.Name}", n, depth)));
            }
        }
    }

    /// <summary>The content of a file, chunk by chunk.</summary>
    internal async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        Snapshot snapshot, string path, [EnumeratorCancellation] CancellationToken ct)
    {
        var node = await _trees.FindAsync(snapshot, path, ct);
        if (node.Type != NodeType.File || node.Content is null)
        {
            throw new RepositoryException(RepositoryFault.Request, $"{path} is no file in snapshot {snapshot.Id.ShortForm}");
        }

        foreach (var blob in node.Content)
        {
            yield return await _blobs.ReadAsync(new(BlobType.Data, blob), ct);
        }
    }
}
