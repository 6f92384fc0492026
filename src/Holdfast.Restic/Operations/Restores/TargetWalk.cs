using System.Text;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>
/// Walks a tree of the snapshot and makes the target like it. On one thread, by open folders and never through a link; files go to the
/// <see cref="FileWriter"/>. A folder gets its owner, times and permissions when everything in it is done.
/// </summary>
internal sealed class TargetWalk(
    FileWriter files, TreeReader trees, OpenFile root, RestoreRequest request, RestoreTally tally, CancellationToken ct)
{
    private readonly ExcludePatterns _includes = new(request.Includes);
    private readonly Dictionary<(ulong Device, ulong Inode), (byte[][] Path, Task<bool> Done)> _linked = [];

    /// <param name="rootNode">What the root folder shall be like; null: left as it is.</param>
    internal async Task RunAsync(BlobId tree, TreeNode? rootNode)
    {
        var walked = new TaskCompletionSource<Task>();
        var thread = new Thread(
            () =>
            {
                try
                {
                    walked.SetResult(WalkFolder(tree, root, rootNode, [], "", isSelected: _includes.IsEmpty));
                }
                catch (Exception e)
                {
                    // Carried over to whoever awaits the walk.
                    walked.SetException(e);
                }
            },
            maxStackSize: 64 << 20);
        thread.Start();
        await await walked.Task;
    }

    /// <summary>Restores one name that is no folder, under another name.</summary>
    internal Task RestoreOneAsync(TreeNode node, byte[] name, string path) => Task.Run(
        async () =>
        {
            try
            {
                await Restore(root, node, [name], path, isSelected: true);
            }
            catch (Exception e) when (e is SystemCallException or RepositoryException)
            {
                tally.Fail(path, e.Message);
            }
        },
        ct);

    private Task WalkFolder(BlobId tree, OpenFile folder, TreeNode? node, byte[][] names, string path, bool isSelected)
    {
        ct.ThrowIfCancellationRequested();
        var nodes = Read(tree, path.Length == 0 ? "/" : path);
        List<Task> children = [];
        HashSet<string> wanted = [];
        foreach (var child in nodes ?? [])
        {
            var childPath = $"{path}/{child.Name}";
            if (Refusal(child, wanted) is { } why)
            {
                tally.Fail(childPath, why);
                continue;
            }

            var selected = isSelected || _includes.IsExcluded(childPath.Split('/', StringSplitOptions.RemoveEmptyEntries));
            if (!selected && !(child.Subtree is { } subtree && HoldsSelected(subtree, childPath, names.Length)))
            {
                continue;
            }

            try
            {
                children.Add(Restore(folder, child, [.. names, child.RawName.ToArray()], childPath, selected));
            }
            catch (Exception e) when (e is SystemCallException or RepositoryException)
            {
                tally.Fail(childPath, e.Message);
            }
        }

        return FinishFolderAsync(folder, isSelected ? node : null, children, nodes is null || !isSelected ? null : wanted, path);
    }

    // Trees come from the repository; what a name may do on this machine is decided here.
    private static string? Refusal(TreeNode node, HashSet<string> wanted)
    {
        var name = node.RawName.Span;
        return name.IsEmpty || name.SequenceEqual("."u8) || name.SequenceEqual(".."u8) || name.ContainsAny((byte)'/', (byte)0) || name.Length > 255
            ? "the snapshot has a name for it that no file may have; nothing was restored for it"
            : wanted.Add(Encoding.Latin1.GetString(name)) ? null : "the snapshot has this name twice; the first was restored";
    }

    private Task Restore(OpenFile folder, TreeNode node, byte[][] names, string path, bool isSelected)
    {
        var name = names[^1];
        var existing = Posix.TryStatusAt(folder, name);
        if (node.Type == NodeType.Folder)
        {
            return RestoreFolder(folder, node, existing, names, path, isSelected);
        }

        if (existing is { IsFolder: true })
        {
            if (!request.Delete)
            {
                throw new RepositoryException(RepositoryFault.Request, "a folder is in its place; restore with deletion to replace it");
            }

            FolderClearing.RemoveTree(folder, name, tally, ct);
        }

        switch (node.Type)
        {
            case NodeType.File when node.Links > 1:
                var key = (node.DeviceId, node.Inode);
                if (_linked.TryGetValue(key, out var first))
                {
                    return LinkAsync(first, folder, node, name, path);
                }

                var writing = files.Write(folder, name, node, path);
                _linked.Add(key, (names, writing));
                return writing;
            case NodeType.File:
                return files.Write(folder, name, node, path);
            case NodeType.Symlink or NodeType.Fifo or NodeType.BlockDevice or NodeType.CharacterDevice:
                SpecialFile.Make(folder, name, files.NewTemporaryName(), node, path, tally);
                return Task.CompletedTask;
            case NodeType.Socket:
                return Task.CompletedTask;
            default:
                throw new RepositoryException(RepositoryFault.Unsupported, $"it is of the type \"{node.Type.Word()}\", which cannot be made");
        }
    }

    private Task RestoreFolder(OpenFile parent, TreeNode node, FileStatus? existing, byte[][] names, string path, bool isSelected)
    {
        var subtree = node.Subtree ?? throw RepositoryException.Damaged("the snapshot has no tree for this folder");
        if (names.Length > TreeReader.DepthLimit)
        {
            throw RepositoryException.Damaged($"it lies more than {TreeReader.DepthLimit} folders deep");
        }

        var name = names[^1];
        if (existing is { IsFolder: false })
        {
            // A link to a folder, too: what it points to is none of ours.
            Posix.RemoveAt(parent, name, isFolder: false);
        }

        if (existing is not { IsFolder: true })
        {
            Posix.MakeFolderAt(parent, name, 0x1c0);
        }

        var folder = Posix.OpenFolderAt(parent, name);
        try
        {
            return WalkFolder(subtree, folder, node, names, path, isSelected);
        }
        catch (RepositoryException)
        {
            // Its tree could not be read, so nobody works in it yet. Whatever else ends the walk leaves files being written there:
            // they hold the folder, and its number must not be given to another under their hands.
            folder.Dispose();
            throw;
        }
    }

    private async Task FinishFolderAsync(OpenFile folder, TreeNode? node, List<Task> children, HashSet<string>? wanted, string path)
    {
        try
        {
            await Task.WhenAll(children);
            if (wanted is not null)
            {
                FolderClearing.RemoveOthers(folder, wanted, request.Delete, tally, ct);
            }

            if (node is not null)
            {
                NodeMetadata.Apply(folder, "."u8, node, path, tally);
            }

            tally.FolderDone();
        }
        catch (SystemCallException e)
        {
            tally.Fail(path, e.Message);
        }
        finally
        {
            if (folder != root)
            {
                folder.Dispose();
            }
        }
    }

    private async Task LinkAsync((byte[][] Path, Task<bool> Done) first, OpenFile folder, TreeNode node, byte[] name, string path)
    {
        if (await first.Done)
        {
            var temporary = files.NewTemporaryName();
            try
            {
                using var source = OpenBeneathRoot(first.Path[..^1]);
                Posix.LinkAt(source, first.Path[^1], folder, temporary);

                // A rename of one link over another of the same file does nothing and leaves both, so the old one goes first.
                if (Posix.TryStatusAt(folder, name) is not null)
                {
                    Posix.RemoveAt(folder, name, isFolder: false);
                }

                Posix.RenameAt(folder, temporary, name);
                tally.FileDone(path);
                return;
            }
            catch (SystemCallException e)
            {
                tally.Warn(path, $"not linked but copied: {e.Message}");
            }
        }

        await Task.Run(() => files.Write(folder, name, node, path), ct);
    }

    private OpenFile OpenBeneathRoot(byte[][] names)
    {
        var folder = Posix.OpenFolderAt(root, "."u8);
        foreach (var name in names)
        {
            var next = Posix.OpenFolderAt(folder, name);
            folder.Dispose();
            folder = next;
        }

        return folder;
    }

    private bool HoldsSelected(BlobId tree, string path, int depth) =>
        depth < TreeReader.DepthLimit && (Read(tree, path) ?? []).Any(n =>
            _includes.IsExcluded($"{path}/{n.Name}".Split('/', StringSplitOptions.RemoveEmptyEntries))
            || (n.Subtree is { } subtree && HoldsSelected(subtree, $"{path}/{n.Name}", depth + 1)));

    private List<TreeNode>? Read(BlobId tree, string path)
    {
        try
        {
            return trees.ReadAsync(tree, ct).GetAwaiter().GetResult();
        }
        catch (RepositoryException e) when (e.Fault == RepositoryFault.Damaged)
        {
            tally.Fail(path, e.Message);
            return null;
        }
    }
}
