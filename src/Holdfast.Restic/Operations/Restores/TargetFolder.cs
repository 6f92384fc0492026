using System.Text;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>
/// A folder of the target while its content is being restored. It is opened, and made, when something in it is first needed; whoever
/// works in it works by what is open, so that putting a link in its place changes nothing. Not for several threads, but for
/// <see cref="Handle"/>.
/// </summary>
internal sealed class TargetFolder : IDisposable
{
    private const uint OwnerOnly = 0x1c0; // 0700, until it gets its own permissions

    private Exception? _failure;
    private bool _isReady;

    internal TargetFolder(OpenFile? root, TreeNode? node, bool isSelected) =>
        (Handle, Node, IsSelected, WasThere, _isReady) = (root, node, isSelected, true, true);

    internal TargetFolder(TargetFolder parent, TreeNode node, bool isSelected)
    {
        (Parent, Node, IsSelected) = (parent, node, isSelected);
        (Name, Path, Depth) = (node.RawName.ToArray(), $"{parent.Path}/{node.Name}", parent.Depth + 1);
    }

    internal TargetFolder? Parent { get; }

    /// <summary>Null for the root of a whole snapshot, and for one that is to be left as it is.</summary>
    internal TreeNode? Node { get; }

    internal byte[] Name { get; } = [];

    /// <summary>In the snapshot; empty for the root.</summary>
    internal string Path { get; } = "";

    internal int Depth { get; }

    /// <summary>The patterns choose the folder itself, not only something in it.</summary>
    internal bool IsSelected { get; }

    /// <summary>The patterns chose something in it.</summary>
    internal bool HoldsSelected { get; set; }

    /// <summary>It was not made by this restore, so there may be other things in it.</summary>
    internal bool WasThere { get; private set; }

    /// <summary>What is still to be done in it; it is finished at 0.</summary>
    internal int Pending { get; set; } = 1;

    /// <summary>Every name that the snapshot has in it, one character a byte.</summary>
    internal HashSet<string> Names { get; } = [];

    /// <summary>
    /// Names that the snapshot has more than once in it, and whether one of them is a folder. As restic does it, that one is restored, and of several
    /// folders all that is in them; a link of the same name is never followed.
    /// </summary>
    internal Dictionary<string, bool> Doubled { get; } = [];

    /// <summary>Its list of names could be read and trusted, so that what is not in it may be deleted.</summary>
    internal bool IsListed { get; set; } = true;

    /// <summary>Null until it is needed, and in a dry run where there is no such folder.</summary>
    internal OpenFile? Handle { get; private set; }

    internal static string Key(ReadOnlySpan<byte> name) => Encoding.Latin1.GetString(name);

    /// <summary>Its own names from the root and another.</summary>
    internal byte[][] PathOf(byte[] name)
    {
        var path = new byte[Depth + 1][];
        path[Depth] = name;
        for (var folder = this; folder.Parent is not null; folder = folder.Parent)
        {
            path[folder.Depth - 1] = folder.Name;
        }

        return path;
    }

    /// <summary>Opens it, and makes it if need be; not so in a dry run.</summary>
    internal void MakeReady(RestoreRequest request)
    {
        if (_failure is not null)
        {
            throw _failure;
        }

        if (_isReady)
        {
            return;
        }

        try
        {
            Parent!.MakeReady(request);
            if (Parent.Handle is { } parent)
            {
                Open(parent, request);
            }

            _isReady = true;
        }
        catch (Exception e) when (e is SystemCallException or RepositoryException)
        {
            _failure = e;
            throw;
        }
    }

    public void Dispose() => Handle?.Dispose();

    private void Open(OpenFile parent, RestoreRequest request)
    {
        var existing = Posix.TryStatusAt(parent, Name);
        WasThere = existing is { IsFolder: true };
        if (existing is { IsFolder: false } && request.Overwrite == Overwrite.Never)
        {
            throw new RepositoryException(RepositoryFault.Request, "something else is in its place, and nothing is to be overwritten");
        }

        if (request.DryRun)
        {
            Handle = WasThere ? Posix.OpenFolderAt(parent, Name) : null;
            return;
        }

        if (existing is { IsFolder: false })
        {
            // A link to a folder, too: what it points to is none of ours.
            Posix.RemoveAt(parent, Name, isFolder: false);
        }

        if (!WasThere)
        {
            Posix.MakeFolderAt(parent, Name, OwnerOnly);
        }
        else if (!ThisMachine.IsRoot && existing!.Value.User == ThisMachine.User && (existing.Value.Mode & OwnerOnly) != OwnerOnly)
        {
            // Ours, but closed to us; it gets the snapshot's permissions when everything in it is done.
            using var closed = Posix.OpenToDescribeAt(parent, Name);
            closed.SetMode((existing.Value.Mode & 0xfff) | OwnerOnly);
        }

        Handle = Posix.OpenFolderAt(parent, Name);
    }
}
