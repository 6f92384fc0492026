using System.Text;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Index;
using Holdfast.Restic.Operations.Locks;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Dumps;

/// <summary>
/// Writes a file of a snapshot, or a folder as an archive, to a stream, front to back. A fixed number of blobs is read ahead, so neither a
/// large file nor a large folder takes more memory.
/// </summary>
internal static class Dump
{
    internal static Task RunAsync(OpenRepository repository, DumpRequest request, Stream output, CancellationToken ct) =>
        request.NoLock
            ? DumpAsync(repository, request, output, ct)
            : RepositoryLock.HoldAsync(
                repository,
                exclusive: false,
                request.LockPatience,
                async token =>
                {
                    await DumpAsync(repository, request, output, token);
                    return true;
                },
                ct);

    private static async Task DumpAsync(OpenRepository repository, DumpRequest request, Stream output, CancellationToken ct)
    {
        var blobs = new BlobReader(
            repository.Backend, repository.Key, await RepositoryIndex.LoadToReadAsync(repository.Backend, repository.Key, ct))
        {
            LooksIntoPacks = true,
        };
        var trees = new TreeReader(blobs);
        var (root, _) = await FindAsync(trees, request.Snapshot, request.Subfolder, ct);
        if (root.Subtree is not { } tree)
        {
            throw new RepositoryException(RepositoryFault.Request, $"path {request.Subfolder.Trim('/')}: not a directory");
        }

        var (node, names) = await FindAsync(trees, request.Snapshot with { Tree = tree }, request.Path, ct);
        switch (node.Type)
        {
            case NodeType.File:
                await foreach (var part in new ContentAhead(blobs).ReadAsync(One(node), ct))
                {
                    await output.WriteAsync(part.Content, ct);
                }

                break;
            case NodeType.Folder when request.OnlyFiles:
                throw new RepositoryException(
                    RepositoryFault.Request, "stdout is the terminal, please redirect output", "or name a file with --target");
            case NodeType.Folder:
                await WriteArchiveAsync(blobs, trees, node, names, request.Format, output, ct);
                break;
            default:
                throw new RepositoryException(RepositoryFault.Request, $"\"{request.Path}\" should be a file, but is a \"{node.Type.Word()}\"");
        }

        await output.FlushAsync(ct);
    }

    private static async Task WriteArchiveAsync(
        BlobReader blobs, TreeReader trees, TreeNode folder, byte[] names, ArchiveFormat format, Stream output, CancellationToken ct)
    {
        using IArchive archive = format == ArchiveFormat.Tar ? new TarArchive(output) : new ZipFile(output);
        await foreach (var part in new ContentAhead(blobs).ReadAsync(UnderAsync(trees, folder, names, ct), ct))
        {
            if (part.Begins is { } entry)
            {
                await archive.BeginAsync(entry, ct);
            }

            await archive.WriteAsync(part.Content, ct);
        }

        await archive.FinishAsync(ct);
    }

    // The node at a path, and its names with / in between as they stand in the snapshot.
    private static async Task<(TreeNode Node, byte[] Names)> FindAsync(TreeReader trees, Snapshot snapshot, string path, CancellationToken ct)
    {
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(n => n != ".").ToArray();
        return names.Length == 0
            ? (new() { RawName = default, Type = NodeType.Folder, Subtree = snapshot.Tree }, [])
            : (await trees.FindAsync(snapshot, string.Join('/', names), ct), RawText.ToBytes(string.Join('/', names)));
    }

    private static async IAsyncEnumerable<ArchiveEntry> UnderAsync(
        TreeReader trees, TreeNode folder, byte[] names, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var pending = new Stack<(ArchiveEntry Entry, int Depth)>();
        await PushAsync(folder, names, 0);
        while (pending.TryPop(out var next))
        {
            yield return next.Entry;
            if (next.Entry.Node.Type == NodeType.Folder)
            {
                await PushAsync(next.Entry.Node, next.Entry.Path, next.Depth + 1);
            }
        }

        async Task PushAsync(TreeNode node, byte[] under, int depth)
        {
            var tree = node.Subtree ?? throw RepositoryException.Damaged($"the folder {Encoding.UTF8.GetString(under)} has no tree");
            if (depth > TreeReader.DepthLimit)
            {
                throw RepositoryException.NotUnderstood($"the folder {Encoding.UTF8.GetString(under)} lies more than {TreeReader.DepthLimit} folders deep");
            }

            var nodes = await trees.ReadAsync(tree, ct);
            nodes.Reverse();
            nodes.ForEach(n => pending.Push((new(under.Length == 0 ? n.RawName.ToArray() : [.. under, (byte)'/', .. n.RawName.Span], n), depth)));
        }
    }

    private static async IAsyncEnumerable<ArchiveEntry> One(TreeNode node)
    {
        await Task.CompletedTask;
        yield return new(node.RawName.ToArray(), node);
    }
}
