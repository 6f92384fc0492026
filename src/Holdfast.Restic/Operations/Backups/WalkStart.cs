using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>Where the walk through a target begins.</summary>
/// <param name="Folder">The folder that it lies in, good only to look up names.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Device">The file system to stay on; null: any.</param>
internal sealed record WalkStart(OpenFile Folder, byte[] Name, Place Place, ulong? Device)
{
    /// <summary>Opens the folder and does the work there, unless the target is left out.</summary>
    /// <param name="treePath">Its path in the snapshot.</param>
    /// <returns>What the work returns; null when it is left out.</returns>
    /// <exception cref="SystemCallException">It is not there, or cannot be reached.</exception>
    internal static T? Open<T>(TargetLeaf leaf, string treePath, Selection selection, Func<WalkStart, T> work)
        where T : class
    {
        var (parent, name) = (leaf.Path.Parent, leaf.Path.Name.Bytes);
        using var folder = Posix.OpenPath(parent.Bytes, Libc.PathOnly | Libc.DirectoryOnly);
        var place = new Place(
            leaf.Path.Absolute().Names.Select(n => n.Bytes), RawPath.Of(treePath).Names.Select(n => n.Bytes), treePath, leaf.IsPlaced);
        var device = selection.DeviceOf(leaf.Target);
        var isBeyond = device is not null && leaf.Path != leaf.Target && folder.Status().Device != device;
        return isBeyond || selection.LeavesOutTarget(folder, name, place) ? null : work(new(folder, name, place, device));
    }

    internal static void Open(TargetLeaf leaf, string treePath, Selection selection, Action<WalkStart> work) =>
        Open(leaf, treePath, selection, start =>
        {
            work(start);
            return start;
        });
}
