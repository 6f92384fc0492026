using System.Runtime.CompilerServices;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Queries;

/// <summary>Looks into snapshots without restoring them. What the index said when it was made is what it knows.</summary>
public sealed class SnapshotContent
{
    private readonly BlobReader _blobs;
    private readonly KeptTrees _trees;
    private readonly TreeReader _reader;

    private SnapshotContent(BlobReader blobs, RepositoryIndex index)
    {
        (_blobs, _reader, Index) = (blobs, new(blobs), index);
        _trees = new(_reader);
    }

    internal RepositoryIndex Index { get; }

    internal static async Task<SnapshotContent> OpenAsync(OpenRepository repository, CancellationToken ct)
    {
        var index = await RepositoryIndex.LoadToReadAsync(repository.Backend, repository.Key, ct);
        return new(new(repository.Backend, repository.Key, index) { LooksIntoPacks = true }, index);
    }

    /// <summary>The tree of a folder.</summary>
    /// <param name="path">From the snapshot's root; empty or <c>/</c>: the root.</param>
    /// <exception cref="RepositoryException">Request: there is no such folder.</exception>
    public async Task<BlobId> FolderAsync(Snapshot snapshot, string path, CancellationToken ct) =>
        path.Trim('/').Length == 0 ? snapshot.Tree
        : (await _reader.FindAsync(snapshot, path, ct)).Subtree
            ?? throw new RepositoryException(RepositoryFault.Request, $"path {path}: not a directory in snapshot {snapshot.Id.ShortForm}");

    /// <summary>Everything at and under a path, a folder before what lies in it.</summary>
    internal async IAsyncEnumerable<ListedNode> ListAsync(
        Snapshot snapshot, string path, bool recursive, [EnumeratorCancellation] CancellationToken ct)
    {
        var names = path.Trim('/');
        if (names.Length > 0)
        {
            var node = new ListedNode(RawText.ToBytes("/" + names), await _reader.FindAsync(snapshot, path, ct));
            yield return node;
            if (node.Node.Subtree is not { } subtree)
            {
                yield break;
            }

            await foreach (var under in WalkAsync(subtree, node.RawPath, _ => recursive, ct))
            {
                yield return under;
            }
        }
        else
        {
            await foreach (var node in WalkAsync(snapshot.Tree, default, _ => recursive, ct))
            {
                yield return node;
            }
        }
    }

    /// <summary>Everything in a tree, a folder before what lies in it.</summary>
    /// <param name="under">The path that the tree stands for; empty: the root.</param>
    /// <param name="enter">Whether to go into a folder. Asked after the folder itself was given.</param>
    public async IAsyncEnumerable<ListedNode> WalkAsync(
        BlobId tree, ReadOnlyMemory<byte> under, Func<ListedNode, bool> enter, [EnumeratorCancellation] CancellationToken ct)
    {
        var pending = new Stack<(ListedNode Node, int Depth)>();
        await PushAsync(under, tree, 0);
        while (pending.TryPop(out var next))
        {
            yield return next.Node;
            if (next.Node.Node.Subtree is { } subtree && next.Depth < TreeReader.DepthLimit && enter(next.Node))
            {
                await PushAsync(next.Node.RawPath, subtree, next.Depth + 1);
            }
        }

        async Task PushAsync(ReadOnlyMemory<byte> folder, BlobId id, int depth)
        {
            foreach (var node in Enumerable.Reverse(await _trees.ReadAsync(id, ct)))
            {
                pending.Push((ListedNode.Under(folder, node), depth));
            }
        }
    }

    /// <summary>A tree that whoever asks keeps itself, or needs once.</summary>
    internal Task<List<TreeNode>> ReadTreeAsync(BlobId tree, CancellationToken ct) => _reader.ReadAsync(tree, ct);

    internal Task<IReadOnlyList<TreeNode>> TreeAsync(BlobId tree, CancellationToken ct) => _trees.ReadAsync(tree, ct);

    /// <summary>A blob's content.</summary>
    public async Task<ReadOnlyMemory<byte>> BlobAsync(BlobHandle blob, CancellationToken ct) => await _blobs.ReadAsync(blob, ct);

    /// <summary>Whether an index knows the blob.</summary>
    public bool Has(BlobHandle blob) => Index.Contains(blob);

    /// <summary>The content of a file, chunk by chunk.</summary>
    internal async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        Snapshot snapshot, string path, [EnumeratorCancellation] CancellationToken ct)
    {
        var node = await _reader.FindAsync(snapshot, path, ct);
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
