using System.Text;
using Holdfast.Restic.Index;
using Holdfast.Restic.Operations.Locks;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>Puts a snapshot, or a part of it, back on disk. Repeatable: a second time finds everything in place and reads it.</summary>
internal static class Restore
{
    internal static Task<RestoreReport> RunAsync(
        OpenRepository repository, RestoreRequest request, IProgress<RestoreProgress>? progress, CancellationToken ct) =>
        request.NoLock
            ? RestoreAsync(repository, request, progress, ct)
            : RepositoryLock.HoldAsync(
                repository, exclusive: false, request.LockPatience, token => RestoreAsync(repository, request, progress, token), ct);

    private static async Task<RestoreReport> RestoreAsync(
        OpenRepository repository, RestoreRequest request, IProgress<RestoreProgress>? progress, CancellationToken ct)
    {
        var index = await RepositoryIndex.LoadToReadAsync(repository.Backend, repository.Key, ct);
        var blobs = new BlobReader(repository.Backend, repository.Key, index);
        var trees = new TreeReader(blobs);
        var node = request.TreePath.Trim('/').Length == 0 ? null : await trees.FindAsync(request.Snapshot, request.TreePath, ct);
        var tally = new RestoreTally(progress, repository.Clock);
        var target = Path.GetFullPath(request.Target);
        var isFolder = node is null || node.Type == NodeType.Folder;
        var root = isFolder ? target : Path.GetDirectoryName(target) ?? "/";
        try
        {
            Directory.CreateDirectory(root);
            using var folder = Posix.OpenPath(Encoding.UTF8.GetBytes(root), Libc.ReadOnly | Libc.DirectoryOnly);
            await using var files = new FileWriter(blobs, tally, request.Sparse, ct);
            var tree = isFolder
                ? node is null ? request.Snapshot.Tree : node.Subtree ?? throw RepositoryException.Damaged($"{request.TreePath} has no tree")
                : default;
            var walk = new TargetWalk(files, trees, folder, request, tally, ct);
            await (isFolder
                ? walk.RunAsync(tree, node)
                : walk.RestoreOneAsync(node!, Encoding.UTF8.GetBytes(Path.GetFileName(target)), request.TreePath));
            if (request.Flush)
            {
                folder.FlushFileSystem();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RepositoryException(RepositoryFault.Storage, $"cannot restore to {target}: {e.Message}", inner: e, isTransient: true);
        }

        return tally.ToReport();
    }
}
