using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>
/// Walks a tree of the snapshot and makes the target like it, by open folders and never through a link. Files are gathered and restored
/// in batches. A folder gets its owner, times and permissions when everything in it is done. Nothing here calls itself, so no depth of
/// folders overflows anything.
/// </summary>
internal sealed class TargetWalk(
    FileBatch batch, TreeReader trees, TargetFolder root, RestoreRequest request, Selection selection, NodeMetadata metadata,
    FolderClearing clearing, RestoreTally tally, CancellationToken ct)
{
    // Folders that wait for their files are open, besides those on the way down.
    private const int WaitingFolderLimit = 256, LinkLimit = 4096;

    private readonly Stack<(TargetFolder Folder, Stack<TreeNode> Nodes)> _way = [];
    // Of each file with several names the one that it was restored under, and the names that wait to be linked with it.
    private readonly Dictionary<(ulong Device, ulong Inode), PendingFile> _linked = [];
    private readonly List<PendingFile> _links = [];
    private int _waiting;

    internal async Task RunAsync(BlobId tree)
    {
        try
        {
            await EnterAsync(root, tree);
            while (_way.TryPeek(out var here))
            {
                ct.ThrowIfCancellationRequested();
                if (here.Nodes.TryPop(out var node))
                {
                    await VisitAsync(here.Folder, node);
                }
                else
                {
                    Leave(_way.Pop().Folder);
                    _waiting += here.Folder.Pending > 0 ? 1 : 0;
                }

                if (batch.IsFull || _waiting > WaitingFolderLimit || _links.Count > LinkLimit)
                {
                    await RunBatchAsync();
                }
            }

            await RunBatchAsync();
        }
        finally
        {
            foreach (var (folder, _) in _way)
            {
                Close(folder);
            }
        }
    }

    /// <summary>Restores one name that is no folder, under another name.</summary>
    internal async Task RestoreOneAsync(TreeNode node, byte[] name, string path)
    {
        try
        {
            root.Pending++;
            Restore(root, node with { Links = 1 }, name, path);
        }
        catch (Exception e) when (IsToBeTold(e))
        {
            tally.Fail(path, e.Message);
        }

        await batch.RunAsync();
    }

    // A full disk stays full: going on would only say so for every file that follows.
    private static bool IsToBeTold(Exception e) =>
        e is RepositoryException || e is SystemCallException { Error: not (Libc.NoSpace or Libc.QuotaExceeded) };

    // Trees come from the repository; what a name may do on this machine is decided here.
    private static string? Refusal(TreeNode node, TargetFolder folder)
    {
        var name = node.RawName.Span;
        return name.IsEmpty || name.SequenceEqual("."u8) || name.SequenceEqual(".."u8) || name.ContainsAny((byte)'/', (byte)0) || name.Length > 255
            ? "the snapshot has a name for it that no file may have; nothing was restored for it"
            : Doubled(node, folder, TargetFolder.Key(name));
    }

    private static string? Doubled(TreeNode node, TargetFolder folder, string name)
    {
        var isFirst = folder.Names.Add(name);
        return !folder.Doubled.TryGetValue(name, out var hasFolder) || (hasFolder ? node.Type == NodeType.Folder : isFirst) ? null
            : hasFolder ? "the snapshot has this name twice, once for a folder; the folder was restored"
            : "the snapshot has this name twice; the first was restored";
    }

    private async Task EnterAsync(TargetFolder folder, BlobId tree)
    {
        var nodes = new Stack<TreeNode>();
        var path = folder.Path.Length == 0 ? "/" : folder.Path;
        try
        {
            var read = await trees.ReadAsync(tree, ct);
            if (!Tree.IsSorted(read))
            {
                foreach (var same in read.GroupBy(n => TargetFolder.Key(n.RawName.Span)).Where(g => g.Count() > 1))
                {
                    folder.Doubled[same.Key] = same.Any(n => n.Type == NodeType.Folder);
                }

                tally.Warn(path, "the snapshot has its names not in order, which no sound writer does; of a name twice a folder is taken, else the first");
            }

            read.Reverse();
            nodes = new(read);
        }
        catch (RepositoryException e)
        {
            // The folder itself is restored, and nothing in it is deleted: what belongs there is not known.
            tally.Fail(path, e.Message);
            folder.IsListed = false;
        }

        _way.Push((folder, nodes));
    }

    private async Task VisitAsync(TargetFolder folder, TreeNode node)
    {
        var path = $"{folder.Path}/{node.Name}";
        try
        {
            if (Refusal(node, folder) is { } why)
            {
                folder.IsListed = false;
                if (request.Caution is null)
                {
                    throw RepositoryException.Damaged(why);
                }

                tally.Warn(path, why);
                return;
            }

            if (request.Caution is { } caution)
            {
                if (caution.Of(node, told => tally.Warn(path, told)) is not { } allowed)
                {
                    return;
                }

                node = allowed;
                if (node.Type == NodeType.Symlink && RestoreCaution.LeadsOut(node.LinkTarget.Span, folder.Depth))
                {
                    tally.LinkOut(path, System.Text.Encoding.UTF8.GetString(node.LinkTarget.Span));
                }
            }

            var isFolder = node.Type == NodeType.Folder;
            var (isSelected, mayHold) = selection.IsWhole ? (true, true) : selection.Of(folder.PathOf(node.RawName.ToArray()));
            tally.HasChosen |= isSelected;
            if (isFolder && (isSelected || mayHold))
            {
                // What is in another folder of the same name belongs here, too.
                var isListed = !folder.Doubled.ContainsKey(TargetFolder.Key(node.RawName.Span));
                await VisitFolderAsync(new(folder, node, isSelected) { IsListed = isListed }, mayHold);
            }
            else if (!isFolder && isSelected && node.Type != NodeType.Socket)
            {
                folder.HoldsSelected = true;
                folder.MakeReady(request);
                folder.Pending++;
                Restore(folder, node, node.RawName.ToArray(), path);
            }
        }
        catch (Exception e) when (IsToBeTold(e))
        {
            tally.Fail(path, e.Message);
        }
    }

    private async Task VisitFolderAsync(TargetFolder folder, bool mayHold)
    {
        var subtree = folder.Node!.Subtree ?? throw RepositoryException.Damaged("the snapshot has no tree for this folder");
        if (folder.Depth > TreeReader.DepthLimit)
        {
            throw RepositoryException.NotUnderstood($"it lies more than {TreeReader.DepthLimit} folders deep");
        }

        if (folder.IsSelected)
        {
            tally.Plan(0);
            folder.MakeReady(request);
        }

        folder.Parent!.Pending++;
        if (mayHold)
        {
            await EnterAsync(folder, subtree);
        }
        else
        {
            _way.Push((folder, []));
        }
    }

    // The folder waits for this; whoever ends here without a file to wait for takes that back.
    private void Restore(TargetFolder folder, TreeNode node, byte[] name, string path)
    {
        var isWaiting = false;
        try
        {
            if (node.Type == NodeType.File)
            {
                isWaiting = RestoreFile(folder, node, name, path);
                return;
            }

            tally.Plan(0);
            if (MayReplace(folder, node, name, path, 0))
            {
                if (!request.DryRun)
                {
                    var temporary = TemporaryName.New();
                    SpecialFile.Make(
                        folder.Handle!, temporary, node, path, metadata, () => batch.Replace(folder, temporary, name, path));
                }

                tally.OtherDone(path);
            }
        }
        finally
        {
            folder.Pending -= isWaiting ? 0 : 1;
        }
    }

    private bool RestoreFile(TargetFolder folder, TreeNode node, byte[] name, string path)
    {
        if (node.Content is null)
        {
            throw RepositoryException.Damaged("the snapshot has no content for it");
        }

        var file = new PendingFile(folder, name, node, path);
        if (node.Links > 1 && _linked.ContainsKey(GroupOf(node)))
        {
            tally.Plan(0);
            if (MayReplace(folder, node, name, path, 0))
            {
                _links.Add(file);
                return true;
            }

            return false;
        }

        if (!MayReplace(folder, node, name, path, (long)node.Size))
        {
            return false;
        }

        if (node.Links > 1)
        {
            _linked.Add(GroupOf(node), file);
        }

        batch.Add(file);
        return true;
    }

    private bool MayReplace(TargetFolder folder, TreeNode node, byte[] name, string path, long size)
    {
        if (!folder.WasThere || folder.Handle is not { } handle || Posix.TryStatusAt(handle, name) is not { } existing)
        {
            return true;
        }

        var isWanted = request.Overwrite is Overwrite.Always or Overwrite.IfChanged
            || (request.Overwrite == Overwrite.IfNewer && IsLater(node.Modified, existing.Modified));
        if (existing.IsFolder)
        {
            RequireReplaceable(handle, name, isWanted);
        }
        else if (!isWanted)
        {
            tally.Skip(path, size);
            return false;
        }

        return true;
    }

    // A folder is no older or newer version of what belongs here: whoever keeps it does not have what was asked for. Said before
    // anything is fetched, and in a dry run, too.
    private void RequireReplaceable(OpenFile folder, byte[] name, bool isWanted)
    {
        if (!isWanted)
        {
            throw new RepositoryException(RepositoryFault.Request, "a folder is in its place, and it is not to be overwritten");
        }

        if (!request.Delete)
        {
            using var open = Posix.OpenFolderAt(folder, name);
            if (Posix.NamesIn(open).Count > 0)
            {
                throw new RepositoryException(RepositoryFault.Request, FileBatch.FolderInPlace);
            }
        }
    }

    private static bool IsLater(FileTime a, FileTime b) => (a.Seconds, a.Nanoseconds).CompareTo((b.Seconds, b.Nanoseconds)) > 0;

    private async Task RunBatchAsync()
    {
        do
        {
            var files = await batch.RunAsync();
            files.ForEach(f => f.IsOver = true);
            MakeLinks();
            files.ForEach(f => Leave(f.Folder));
        }
        while (!batch.IsEmpty);
        _waiting = 0;
    }

    // What cannot be linked is restored as a file of its own, and the names after it are linked with that.
    private void MakeLinks()
    {
        List<PendingFile> later = [];
        foreach (var name in _links)
        {
            var first = _linked[GroupOf(name.Node)];
            if (!first.IsOver)
            {
                later.Add(name);
            }
            else if (TryLink(first, name))
            {
                tally.OtherDone(name.Path);
                Leave(name.Folder);
            }
            else
            {
                _linked[GroupOf(name.Node)] = name;
                batch.Add(name);
            }
        }

        _links.Clear();
        _links.AddRange(later);
    }

    private bool TryLink(PendingFile first, PendingFile name)
    {
        if (request.DryRun)
        {
            return true;
        }

        if (!first.IsDone)
        {
            return false;
        }

        var temporary = TemporaryName.New();
        var handle = name.Folder.Handle!;
        try
        {
            using var source = OpenBeneathRoot(first);
            if (Posix.TryStatusAt(handle, name.Name) is { } there && Posix.StatusAt(source, first.Name) is var wanted
                && (there.Device, there.Inode) == (wanted.Device, wanted.Inode))
            {
                return true;
            }

            Posix.LinkAt(source, first.Name, handle, temporary);
            batch.Replace(name.Folder, temporary, name.Name, name.Path);
            return true;
        }
        catch (Exception e) when (e is SystemCallException or RepositoryException)
        {
            tally.Warn(name.Path, $"not linked but copied: {e.Message}");
            RemoveQuietly(handle, temporary);
            return false;
        }
    }

    // The folder that the first name lies in may be long closed.
    private OpenFile OpenBeneathRoot(PendingFile file)
    {
        var open = Posix.OpenFolderAt(root.Handle!, "."u8);
        foreach (var name in file.Folder.PathOf(file.Name)[..^1])
        {
            using var above = open;
            open = Posix.OpenFolderAt(above, name);
        }

        return open;
    }

    private static void RemoveQuietly(OpenFile folder, byte[] temporary)
    {
        try
        {
            Posix.RemoveAt(folder, temporary, isFolder: false);
        }
        catch (SystemCallException)
        {
            // It was never made; the first failure is the one that is told.
        }
    }

    private static (ulong Device, ulong Inode) GroupOf(TreeNode node) => (node.DeviceId, node.Inode);

    // One thing less to be done in a folder; when it was the last, the folder is finished, and perhaps the one that holds it.
    private void Leave(TargetFolder folder)
    {
        for (var next = folder; next is not null && --next.Pending == 0; next = next.Parent)
        {
            Finish(next);
        }
    }

    private void Finish(TargetFolder folder)
    {
        if (!folder.IsSelected && !folder.HoldsSelected)
        {
            Close(folder);
            return;
        }

        if (folder.Parent is { } parent)
        {
            parent.HoldsSelected = true;
        }

        var path = folder.Path.Length == 0 ? "/" : folder.Path;
        try
        {
            if (folder is { Handle: not null, WasThere: true })
            {
                clearing.RemoveOthers(folder);
            }

            if (folder is { Handle: { } made, Node: { } node } && !request.DryRun)
            {
                metadata.Apply(made, node, path);
            }

            if (folder.Parent is not null)
            {
                tally.FolderDone(path);
            }
        }
        catch (Exception e) when (IsToBeTold(e))
        {
            tally.Fail(path, e.Message);
        }
        finally
        {
            Close(folder);
        }
    }

    private void Close(TargetFolder folder)
    {
        // The root is opened and closed by whoever began.
        if (folder != root)
        {
            folder.Dispose();
        }
    }
}
