using Holdfast.Restic.Faults;
using Holdfast.Restic.Index;
using Holdfast.Restic.Operations.Locks;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>Puts a snapshot, or a part of it, back on disk. Repeatable: a second time finds everything in place and reads it.</summary>
internal static class Restore
{
    private const uint OwnerOnly = 0x1C0; // 0700

    internal static Task<RestoreReport> RunAsync(
        OpenRepository repository, RestoreRequest request, IProgress<RestoreProgress>? progress, CancellationToken ct)
    {
        var selection = request.ToSelection();
        return request.NoLock
            ? RestoreAsync(repository, request, selection, progress, ct)
            : RepositoryLock.HoldAsync(
                repository, exclusive: false, request.LockPatience, token => RestoreAsync(repository, request, selection, progress, token), ct, request.PastUnreadableLocks);
    }

    private static async Task<RestoreReport> RestoreAsync(
        OpenRepository repository, RestoreRequest request, Selection selection, IProgress<RestoreProgress>? progress, CancellationToken ct)
    {
        var index = await RepositoryIndex.LoadToReadAsync(repository.Backend, repository.Key, ct);
        var tally = new RestoreTally(progress, request.Items, repository.Clock);
        var blobs = new BlobReader(repository.Backend, repository.Key, index) { OnLost = tally.Lost, LooksIntoPacks = true };
        var trees = new TreeReader(blobs);
        var node = request.TreePath.Trim('/').Length == 0 ? null : await trees.FindAsync(request.Snapshot, request.TreePath, ct);
        var target = RawFile.FullPath(request.Target);
        var wasThere = RawFile.IsFolder(target);
        request = request with { Target = target };
        try
        {
            if (node is null or { Type: NodeType.Folder })
            {
                var tree = node is null ? request.Snapshot.Tree : node.Subtree ?? throw RepositoryException.Damaged($"{request.TreePath} has no tree");
                using var root = OpenTarget(target, request.DryRun);
                var folder = new TargetFolder(root, request.LeaveTarget ? null : node, selection.IsEverything && !request.LeaveTarget);
                await WalkOf(folder).RunAsync(tree);
                Flush(root);
                RequireChosen();
            }
            else
            {
                using var root = OpenTarget(Path.GetDirectoryName(target) ?? "/", request.DryRun);
                await WalkOf(new(root, null, isSelected: false)).RestoreOneAsync(node, RawText.ToBytes(Path.GetFileName(target)), request.TreePath);
                Flush(root);
            }
        }
        catch (Exception e) when (Told(e) is { } failure)
        {
            throw new RepositoryException(
                RepositoryFault.Storage,
                $"cannot restore to {target}: {failure.Message}",
                failure is SystemCallException { Error: Libc.NoSpace or Libc.QuotaExceeded }
                    ? "what was restored so far is whole; make room and restore again, and only the rest is written" : null,
                failure,
                isTransient: true) { IsOfTarget = true };
        }

        return tally.ToReport() with { PacksLookedInto = blobs.PacksLookedInto };

        TargetWalk WalkOf(TargetFolder root)
        {
            var metadata = new NodeMetadata(selection, tally);
            var clearing = new FolderClearing(request, selection, tally, ct);
            return new(new(blobs, request, metadata, clearing, tally, ct), trees, root, request, selection, metadata, clearing, tally, ct);
        }

        // A pattern that is misspelt must not look like a restore. With --delete, what the snapshot does not have is removed, which is something done.
        void RequireChosen()
        {
            if (!selection.HasIncludes || request.Delete || tally.HasChosen || tally.HasFailed)
            {
                return;
            }

            if (!wasThere && !request.DryRun)
            {
                Posix.RemoveFolderQuietly(RawText.ToBytes(target));
            }

            throw new RepositoryException(
                RepositoryFault.Request,
                $"nothing in snapshot {request.Snapshot.Id.ShortForm} matches what is to be included; nothing was restored",
                "list what it holds with \"holdfast repo ls\"; a pattern that begins with / counts from the snapshot's root, or from the folder "
                    + "that was named with it");
        }

        void Flush(OpenFile? root)
        {
            if (request.Flush && !request.DryRun)
            {
                root!.FlushFileSystem();
            }
        }
    }

    // Several readers may have failed at once, all for the same reason.
    private static Exception? Told(Exception e) => e switch
    {
        AggregateException { InnerException: { } inner } => Told(inner),
        IOException or UnauthorizedAccessException => e,
        _ => null,
    };

    private static OpenFile? OpenTarget(string path, bool isDryRun)
    {
        if (isDryRun && !RawFile.IsFolder(path))
        {
            return null;
        }

        // As restic: what lies in it need not be for everybody.
        RawFile.MakeFolders(path, OwnerOnly, OwnerOnly);

        return Posix.OpenPath(RawText.ToBytes(path), Libc.ReadOnly | Libc.DirectoryOnly);
    }
}
