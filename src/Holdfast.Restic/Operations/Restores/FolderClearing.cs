using System.Text;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>
/// Removes from a target what the snapshot does not have. Links are removed and not followed, and what another file system has
/// mounted in the target is left alone: it is no part of what was backed up there.
/// </summary>
internal sealed class FolderClearing(RestoreRequest request, Selection selection, RestoreTally tally, CancellationToken ct)
{
    private readonly string _target = request.Target.TrimEnd('/');

    /// <summary>What an interrupted restore left goes always, the rest when deletion was asked for and the patterns choose it.</summary>
    internal void RemoveOthers(TargetFolder folder)
    {
        // Opened anew: an open folder is listed from where its last listing ended.
        using var listed = Posix.OpenFolderAt(folder.Handle!, "."u8);
        foreach (var name in Posix.NamesIn(listed))
        {
            if (folder.Names.Contains(TargetFolder.Key(name)))
            {
                continue;
            }

            if (IsLeftover(folder, name))
            {
                if (!request.DryRun)
                {
                    Posix.RemoveAt(listed, name, isFolder: false);
                }
            }
            else if (request.Delete && folder.IsListed && (selection.IsWhole || CanGo(folder.PathOf(name))))
            {
                RemoveTree(listed, name, $"{folder.Path}/{Encoding.UTF8.GetString(name)}");
            }
        }
    }

    /// <summary>Removes a name and all under it, the innermost first.</summary>
    /// <param name="path">From the target's root.</param>
    internal void RemoveTree(OpenFile folder, byte[] name, string path)
    {
        var device = folder.Status().Device;
        var pending = new Stack<Doomed>();
        try
        {
            Enter(folder, name, path);
            while (pending.TryPeek(out var next))
            {
                ct.ThrowIfCancellationRequested();
                if (next.Names.TryPop(out var child))
                {
                    Enter(next.Open, child, $"{next.Path}/{Encoding.UTF8.GetString(child)}");
                    continue;
                }

                pending.Pop().Open.Dispose();
                Remove(next.Parent, next.Name, next.Path, isFolder: true);
            }
        }
        finally
        {
            foreach (var left in pending)
            {
                left.Open.Dispose();
            }
        }

        void Enter(OpenFile parent, byte[] child, string childPath)
        {
            if (!Posix.StatusAt(parent, child).IsFolder)
            {
                Remove(parent, child, childPath, isFolder: false);
                return;
            }

            var open = Posix.OpenFolderAt(parent, child);
            if (open.Status().Device != device)
            {
                open.Dispose();
                throw new RepositoryException(RepositoryFault.Request, $"another file system is mounted at {_target}{childPath}, so it is not deleted");
            }

            pending.Push(new(parent, child, childPath, open, new(Posix.NamesIn(open))));
        }
    }

    private bool CanGo(byte[][] path) => selection.Of(path).IsSelected && !selection.HoldsKept(path);

    private static bool IsLeftover(TargetFolder folder, byte[] name) =>
        name.AsSpan().StartsWith(TemporaryName.Prefix)
        || (name.AsSpan().EndsWith(TemporaryName.IncompleteSuffix)
            && folder.Names.Contains(TargetFolder.Key(name.AsSpan()[..^TemporaryName.IncompleteSuffix.Length])));

    private void Remove(OpenFile parent, byte[] name, string path, bool isFolder)
    {
        if (!request.DryRun)
        {
            Posix.RemoveAt(parent, name, isFolder);
        }

        tally.Deleted(_target + path);
    }

    private sealed record Doomed(OpenFile Parent, byte[] Name, string Path, OpenFile Open, Stack<byte[]> Names);
}
