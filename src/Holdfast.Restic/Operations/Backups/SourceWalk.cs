using System.Text;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>
/// Walks what is to be backed up, on one thread, by open folders and raw names. Files go to the <see cref="FileReader"/>; a folder's tree
/// is stored when all that lies in it is, while the walk is already elsewhere. What cannot be read is told and left out.
/// </summary>
internal sealed class SourceWalk(
    FileReader files, BlobWriter writer, TreeReader trees, ExcludePatterns excludes, BackupTally tally, bool readAll, TimeProvider clock)
{
    /// <summary>How many of the targets on disk are there at all.</summary>
    internal int TargetsFound { get; private set; }

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
                    walked.SetResult(root.Target is PathTarget whole
                        ? WalkRootAsync(whole, parentTree)
                        : StoreTreeAsync(WalkBetween(root, "", Names(parentTree))));
                }
                catch (Exception e)
                {
                    // Carried over to whoever awaits the walk.
                    walked.SetException(e);
                }
            },
            maxStackSize: 64 << 20);
        thread.Start();
        return await await walked.Task;
    }

    private async Task<BlobId> WalkRootAsync(PathTarget target, BlobId? parentTree)
    {
        var before = parentTree is { } tree ? new TreeNode { RawName = default, Type = NodeType.Folder, Subtree = tree } : null;
        var node = await WalkTarget([], target, "", before);
        return node?.Subtree ?? throw new RepositoryException(
            RepositoryFault.Request, $"{target.SourcePath} is no folder that can be read, so it cannot be the root of a snapshot");
    }

    private List<Task<TreeNode?>> WalkBetween(TargetTree folder, string path, Dictionary<string, TreeNode> before)
    {
        List<Task<TreeNode?>> children = [];
        foreach (var (name, child) in folder.Children)
        {
            var childPath = $"{path}/{Encoding.UTF8.GetString(name)}";
            var childBefore = before.GetValueOrDefault(KeyOf(name));
            children.Add(child.Target switch
            {
                PathTarget target => WalkTarget(name, target, childPath, childBefore),
                ContentTarget content => StoreContentAsync(name, content, childPath, childBefore),
                _ => StoreFolderAsync(
                    Between(name, child), WalkBetween(child, childPath, Names(childBefore?.Subtree)), childBefore),
            });
        }

        return children;
    }

    // A folder between the root and a target: the real one's owner and times, or made up.
    private TreeNode Between(byte[] name, TargetTree folder)
    {
        try
        {
            if (folder.SourcePath is not null)
            {
                var status = Posix.StatusOfPath(Encoding.UTF8.GetBytes(folder.SourcePath));
                return status.IsFolder
                    ? NodeReading.FromStatus(name, status)
                    : MadeUp(name, NodeType.Folder, FileStatus.Folder | 0x1ed, FileTime.Of(clock.GetUtcNow()));
            }
        }
        catch (SystemCallException)
        {
            // It holds a target that can be reached; how the folder itself looks is the lesser thing.
        }

        return MadeUp(name, NodeType.Folder, FileStatus.Folder | 0x1ed, default);
    }

    private static TreeNode MadeUp(byte[] name, NodeType type, uint mode, FileTime modified) => new()
    {
        RawName = name, Type = type, Mode = NodeMode.FromPosix(mode), Modified = modified, Accessed = modified, Changed = modified,
        UserId = ThisMachine.User, GroupId = ThisMachine.Group,
        User = ThisMachine.UserName(ThisMachine.User), Group = ThisMachine.GroupName(ThisMachine.Group),
    };

    private Task<TreeNode?> WalkTarget(byte[] name, PathTarget target, string path, TreeNode? before)
    {
        var source = Path.GetFullPath(target.SourcePath).TrimEnd('/');
        try
        {
            var slash = source.LastIndexOf('/');
            using var folder = Posix.OpenPath(Encoding.UTF8.GetBytes(source[..Math.Max(0, slash)] + "/"), Libc.ReadOnly | Libc.DirectoryOnly);
            var last = source.Length == 0 ? "."u8.ToArray() : Encoding.UTF8.GetBytes(source[(slash + 1)..]);
            Posix.StatusAt(folder, last);
            TargetsFound++;
            return WalkEntry(folder, last, name, [.. source.Split('/', StringSplitOptions.RemoveEmptyEntries)], path, before, 0);
        }
        catch (SystemCallException e)
        {
            tally.Miss(target.SourcePath, e.Message);
            return Task.FromResult<TreeNode?>(null);
        }
    }

    /// <param name="last">Its name in the folder; <paramref name="name"/> is its name in the snapshot.</param>
    private Task<TreeNode?> WalkEntry(
        OpenFile folder, byte[] last, byte[] name, List<string> source, string path, TreeNode? before, int depth)
    {
        try
        {
            var status = Posix.StatusAt(folder, last);
            if (status.Type == FileStatus.Socket)
            {
                return Task.FromResult<TreeNode?>(null);
            }

            var node = NodeReading.Read(folder, last, status) with { RawName = name };
            if (node.Error.Length > 0)
            {
                tally.Miss(path, node.Error);
            }

            return node.Type switch
            {
                NodeType.Folder => WalkFolder(folder, last, node, source, path, before, depth),
                NodeType.File => WalkFile(folder, last, node, path, before),
                _ => Task.FromResult<TreeNode?>(node),
            };
        }
        catch (SystemCallException e)
        {
            tally.Miss(path, e.Message);
            return Task.FromResult<TreeNode?>(null);
        }
    }

    private Task<TreeNode?> WalkFolder(
        OpenFile parent, byte[] last, TreeNode node, List<string> source, string path, TreeNode? before, int depth)
    {
        if (depth >= TreeReader.DepthLimit)
        {
            tally.Miss(path, $"it lies more than {TreeReader.DepthLimit} folders deep");
            return Task.FromResult<TreeNode?>(null);
        }

        writer.Failed.ThrowIfCancellationRequested();
        using var folder = Posix.OpenFolderAt(parent, last);
        var names = Posix.NamesIn(folder);
        names.Sort((a, b) => a.AsSpan().SequenceCompareTo(b));
        var beforeNames = Names(before?.Subtree);
        List<Task<TreeNode?>> children = [];
        foreach (var name in names)
        {
            var text = Encoding.UTF8.GetString(name);
            var childPath = $"{path}/{text}";
            source.Add(text);
            if (!IsExcluded(source, childPath))
            {
                children.Add(WalkEntry(folder, name, name, source, childPath, beforeNames.GetValueOrDefault(KeyOf(name)), depth + 1));
            }

            source.RemoveAt(source.Count - 1);
        }

        return StoreFolderAsync(node, children, before);
    }

    // By its place on this machine or in the snapshot: whoever writes a pattern may have either in mind.
    private bool IsExcluded(List<string> source, string path) =>
        !excludes.IsEmpty && (excludes.IsExcluded(source) || excludes.IsExcluded(path.Split('/', StringSplitOptions.RemoveEmptyEntries)));

    private Task<TreeNode?> WalkFile(OpenFile folder, byte[] last, TreeNode node, string path, TreeNode? before)
    {
        if (!readAll && IsUnchanged(node, before))
        {
            var same = node with { Content = before!.Content };
            tally.FileDone(same, before, wasRead: false, path);
            return Task.FromResult<TreeNode?>(same);
        }

        // Non-blocking, because it may have become a pipe since we asked.
        var file = Posix.OpenAt(folder, last, Libc.ReadOnly | Libc.NonBlocking);
        if (file.Status().Type != FileStatus.Regular)
        {
            file.Dispose();
            tally.Miss(path, "it became something else while it was read");
            return Task.FromResult<TreeNode?>(null);
        }

        return CountedAsync(files.Read(file, node, path), before, path);
    }

    // As restic decides it. Blobs that the repository lost are read and stored anew.
    private bool IsUnchanged(TreeNode node, TreeNode? before) =>
        before is { Type: NodeType.File, Content: not null }
        && before.Size == node.Size && before.Modified == node.Modified && before.Changed == node.Changed && before.Inode == node.Inode
        && before.Content.All(c => writer.Contains(new(BlobType.Data, c)));

    private async Task<TreeNode?> CountedAsync(Task<TreeNode?> reading, TreeNode? before, string path)
    {
        var node = await reading;
        if (node is not null)
        {
            tally.FileDone(node, before, wasRead: true, path);
        }

        return node;
    }

    private Task<TreeNode?> StoreContentAsync(byte[] name, ContentTarget content, string path, TreeNode? before) => CountedAsync(
        Task.Run(async () =>
        {
            var modified = FileTime.Of(content.Modified ?? clock.GetUtcNow());
            var node = MadeUp(name, NodeType.File, FileStatus.Regular | ((uint)content.Mode & 0x1ff), modified);
            List<BlobId> blobs = content.Content.IsEmpty ? [] : [await writer.SaveAsync(BlobType.Data, content.Content)];
            return (TreeNode?)(node with { Size = (ulong)content.Content.Length, Links = 1, Content = blobs });
        }),
        before,
        path);

    private async Task<TreeNode?> StoreFolderAsync(TreeNode node, List<Task<TreeNode?>> children, TreeNode? before)
    {
        var stored = node with { Subtree = await StoreTreeAsync(children) };
        tally.FolderDone(stored, before);
        return stored;
    }

    private async Task<BlobId> StoreTreeAsync(List<Task<TreeNode?>> children)
    {
        var nodes = (await Task.WhenAll(children)).OfType<TreeNode>();
        return await writer.SaveAsync(BlobType.Tree, Tree.Encode(nodes));
    }

    // What the parent snapshot has under a folder. A parent that cannot be read only costs the time to read the files again.
    private Dictionary<string, TreeNode> Names(BlobId? tree)
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
        catch (RepositoryException e) when (e.Fault == RepositoryFault.Damaged)
        {
            names.Clear();
        }

        return names;
    }

    // One character a byte: names that are not UTF-8 stay apart.
    private static string KeyOf(ReadOnlySpan<byte> name) => Encoding.Latin1.GetString(name);
}
