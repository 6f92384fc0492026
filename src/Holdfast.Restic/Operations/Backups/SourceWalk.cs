using System.Text;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Packs;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>
/// Walks what is to be backed up, on one thread, by open folders and raw names. Files go to the <see cref="FileReader"/>; a folder's tree
/// is stored when all that lies in it is, while the walk is already elsewhere. What cannot be read is told and left out.
/// </summary>
internal sealed class SourceWalk(
    FileReader files, NodeReading nodes, BlobWriter writer, TreeReader trees, Selection selection, ChangeRules changes, BackupTally tally,
    TimeProvider clock)
{
    /// <summary>Deeper folders are told and left out: no one has them but someone who means harm, and no reader follows them.</summary>
    internal const int DepthLimit = TreeReader.DepthLimit;

    /// <summary>The permissions of a folder that is on no disk, rwxr-xr-x, and of a stream's content, rw-r--r--.</summary>
    private const uint FolderMode = 0b111_101_101, StreamMode = 0b110_100_100;

    /// <returns>The tree of the snapshot's root.</returns>
    internal async Task<BlobId> RunAsync(TargetTree root, BlobId? parentTree)
    {
        // Deep folders are walked by recursion, so the thread gets a deep stack; and it may block, so it is no thread of the pool.
        var walked = new TaskCompletionSource<Task<BlobId>>();
        var thread = new Thread(
            () =>
            {
                try
                {
                    walked.SetResult(root.Leaf is { } whole
                        ? WalkRootAsync(whole, parentTree)
                        : StoreRootAsync(WalkBetween(root, "", BeforeIn(parentTree))));
                }
                catch (Exception e) // Carried over to whoever awaits the walk.
                {
                    walked.SetException(e);
                }
            },
            maxStackSize: 64 << 20);
        thread.Start();
        return await await walked.Task;
    }

    private async Task<BlobId> WalkRootAsync(TargetLeaf leaf, BlobId? parentTree)
    {
        var before = parentTree is { } tree ? new TreeNode { RawName = default, Type = NodeType.Folder, Subtree = tree } : null;
        var node = await WalkLeaf([], leaf, "", before);
        return node?.Subtree ?? throw new RepositoryException(
            RepositoryFault.Request, $"{leaf.Path} is no folder that can be read, so it cannot be the root of a snapshot");
    }

    private async Task<BlobId> StoreRootAsync(List<Task<TreeNode?>> children) => (await StoreTreeAsync(children)).Id;

    private List<Task<TreeNode?>> WalkBetween(TargetTree folder, string path, Dictionary<string, TreeNode> before)
    {
        List<Task<TreeNode?>> children = [];
        foreach (var (name, child) in folder.Children)
        {
            var (bytes, childPath) = (name.Bytes, $"{path}/{name}");
            var childBefore = before.GetValueOrDefault(name.Latin);
            children.Add(child switch
            {
                { Leaf: { } leaf } => WalkLeaf(bytes, leaf, childPath, childBefore),
                { Made: ContentTarget content } => StoreContentAsync(bytes, content, childPath, childBefore),
                { Made: StreamTarget stream } => StoreStreamAsync(bytes, stream, childPath, childBefore),
                _ => StoreFolderAsync(
                    Between(bytes, child),
                    WalkBetween(child, childPath, BeforeIn(childBefore?.Subtree)), childBefore, childPath),
            });
        }

        return children;
    }

    // A folder between the root and a target: the real one's owner and times, or made up. A link to a folder counts as that folder.
    private TreeNode Between(byte[] name, TargetTree between)
    {
        if (between.Folder is { } path)
        {
            try
            {
                using var folder = Posix.OpenPath(path.Bytes, Libc.PathOnly | Libc.DirectoryOnly);
                return nodes.Read(folder, "."u8.ToArray(), folder.Status()) with { RawName = name };
            }
            catch (SystemCallException)
            {
                // It holds a target that can be reached; how the folder itself looks is the lesser thing.
            }
        }

        return MadeUp(name, NodeType.Folder, FileStatus.Folder | FolderMode, default);
    }

    private static TreeNode MadeUp(byte[] name, NodeType type, uint mode, FileTime modified) => new()
    {
        RawName = name, Type = type, Mode = NodeMode.FromPosix(mode), Modified = modified, Accessed = modified, Changed = modified,
        UserId = ThisMachine.User, GroupId = ThisMachine.Group,
        User = ThisMachine.UserName(ThisMachine.User), Group = ThisMachine.GroupName(ThisMachine.Group),
    };

    private Task<TreeNode?> WalkLeaf(byte[] name, TargetLeaf leaf, string path, TreeNode? before)
    {
        try
        {
            return WalkStart.Open(leaf, path, selection, start =>
                WalkEntry(start.Folder, start.Name, name, start.Place, start.Device, before)) ?? Excluded(path);
        }
        catch (SystemCallException e)
        {
            return Missed(leaf.Path.ToString(), e.Message);
        }
    }

    private Task<TreeNode?> Excluded(string path)
    {
        tally.Tell(new BackupEvent.Excluded(path));
        return Task.FromResult<TreeNode?>(null);
    }

    private Task<TreeNode?> Missed(string path, string why)
    {
        tally.Miss(path, why);
        return Task.FromResult<TreeNode?>(null);
    }

    /// <param name="last">Its name in the folder; <paramref name="name"/> is its name in the snapshot.</param>
    private Task<TreeNode?> WalkEntry(OpenFile folder, byte[] last, byte[] name, Place place, ulong? device, TreeNode? before)
    {
        try
        {
            var status = Posix.StatusAt(folder, last);
            if (status.Type == FileStatus.Socket)
            {
                // Nothing can be restored of it: whoever listened made it, and makes it again.
                return Task.FromResult<TreeNode?>(null);
            }

            if (selection.LeavesOut(status, device))
            {
                return Excluded(place.TreePath);
            }

            var node = nodes.Read(folder, last, status) with { RawName = name };
            if (node.Error.Length > 0)
            {
                tally.Miss(place.Shown, node.Error);
            }

            return node.Type switch
            {
                NodeType.Folder => WalkFolder(folder, last, node, place, device, before),
                NodeType.File => WalkFile(folder, last, node, place, before),
                _ => Task.FromResult<TreeNode?>(node),
            };
        }
        catch (SystemCallException e)
        {
            return Missed(place.Shown, e.Message);
        }
    }

    private Task<TreeNode?> WalkFolder(OpenFile parent, byte[] last, TreeNode node, Place place, ulong? device, TreeNode? before)
    {
        if (place.Depth >= DepthLimit)
        {
            return Missed(place.Shown, $"it lies more than {DepthLimit} folders deep");
        }

        writer.Failed.ThrowIfCancellationRequested();
        List<Task<TreeNode?>> children = [];
        if (device is null || node.DeviceId == device)
        {
            using var folder = Posix.OpenFolderAt(parent, last);
            var beforeIn = BeforeIn(before?.Subtree);
            foreach (var name in selection.NamesIn(folder, place))
            {
                children.Add(WalkEntry(folder, name, name, place, device, beforeIn.GetValueOrDefault(KeyOf(name))));
            }
        }

        return StoreFolderAsync(node, children, before, place.TreePath);
    }

    private Task<TreeNode?> WalkFile(OpenFile folder, byte[] last, TreeNode node, Place place, TreeNode? before)
    {
        if (before is not null && changes.IsUnchanged(node, before))
        {
            if (before.Content!.All(c => writer.Contains(new(BlobType.Data, c))))
            {
                var same = node with { Content = before.Content };
                tally.FileUnread(same, before, place.TreePath);
                return Task.FromResult<TreeNode?>(same);
            }

            tally.Tell(new BackupEvent.Remarked($"parts of {place.Shown} are not in the repository any more; it is read and stored again"));
        }

        // Non-blocking, because it may have become a pipe since we asked.
        var file = Posix.OpenAt(folder, last, Libc.ReadOnly | Libc.NonBlocking);
        if (file.Status().Type != FileStatus.Regular)
        {
            file.Dispose();
            return Missed(place.Shown, "it became something else while it was read");
        }

        file.LeaveAccessTime();
        return CountedAsync(files.Read(file, node, place.Shown), before, place.TreePath);
    }

    private async Task<TreeNode?> CountedAsync(Task<ReadFile?> reading, TreeNode? before, string path)
    {
        if (await reading is not { } file)
        {
            return null;
        }

        tally.FileDone(file, before, path);
        return file.Node;
    }

    private Task<TreeNode?> StoreContentAsync(byte[] name, ContentTarget content, string path, TreeNode? before) => CountedAsync(
        Task.Run(async () =>
        {
            var modified = FileTime.Of(content.Modified ?? clock.GetLocalNow());
            var node = MadeUp(name, NodeType.File, FileStatus.Regular | ((uint)content.Mode & 0x1ff), modified);
            var blob = content.Content.IsEmpty ? default(StoredBlob?) : await writer.StoreAsync(BlobType.Data, content.Content);
            node = node with { Size = (ulong)content.Content.Length, Links = 1, Content = blob is { } stored ? [stored.Id] : [] };
            return (ReadFile?)new ReadFile(node, TimeSpan.Zero, blob?.Added ?? 0, blob?.Stored ?? 0);
        }),
        before,
        path);

    private Task<TreeNode?> StoreStreamAsync(byte[] name, StreamTarget stream, string path, TreeNode? before)
    {
        var node = MadeUp(name, NodeType.File, FileStatus.Regular | StreamMode, FileTime.Of(stream.Modified ?? clock.GetLocalNow()));
        return CountedAsync(files.Read(stream.Content, node, path), before, path);
    }

    private async Task<TreeNode?> StoreFolderAsync(TreeNode node, List<Task<TreeNode?>> children, TreeNode? before, string path)
    {
        var begun = tally.Now;
        StoredBlob tree;
        try
        {
            tree = await StoreTreeAsync(children);
        }
        catch (RepositoryException e) when (e.Fault == RepositoryFault.Unsupported)
        {
            // Everything else is kept; a folder that is too large to be written down must not cost the whole snapshot.
            tally.Miss(path, e.Message);
            return null;
        }

        var stored = node with { Subtree = tree.Id };
        tally.FolderDone(stored, before, tree, tally.Since(begun), path);
        return stored;
    }

    private async Task<StoredBlob> StoreTreeAsync(List<Task<TreeNode?>> children)
    {
        var found = (await Task.WhenAll(children)).OfType<TreeNode>();
        return await writer.StoreAsync(BlobType.Tree, Encoded(found));
    }

    private static byte[] Encoded(IEnumerable<TreeNode> nodes)
    {
        try
        {
            return Tree.Encode(nodes) is { LongLength: <= BlobCodec.WrittenLimit } tree ? tree : throw TooLarge(null);
        }
        catch (OutOfMemoryException e)
        {
            throw TooLarge(e);
        }

        static RepositoryException TooLarge(Exception? inner) => new(
            RepositoryFault.Unsupported, $"the list of what is in it is larger than {BlobCodec.WrittenLimit} bytes, with its extended attributes",
            "back up what is in it part by part", inner);
    }

    // What the parent snapshot has in a folder. A parent that cannot be read only costs the time to read the files again.
    private Dictionary<string, TreeNode> BeforeIn(BlobId? tree)
    {
        Dictionary<string, TreeNode> names = [];
        if (tree is not { } id)
        {
            return names;
        }

        try
        {
            foreach (var node in trees.ReadAsync(id, writer.Failed).GetAwaiter().GetResult())
            {
                names.TryAdd(KeyOf(node.RawName.Span), node);
            }
        }
        catch (RepositoryException e) when (e.IsUnreadable)
        {
            names.Clear();
        }

        return names;
    }

    // One character a byte: names that are not UTF-8 stay apart.
    private static string KeyOf(ReadOnlySpan<byte> name) => Encoding.Latin1.GetString(name);
}
