using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>Makes links, pipes and devices: under a temporary name first, so that what stood there before is replaced at once.</summary>
internal static class SpecialFile
{
    private const uint OwnerOnly = 0x180; // 0600, until it gets its own permissions

    internal static void Make(OpenFile folder, byte[] name, byte[] temporary, TreeNode node, string path, RestoreTally tally)
    {
        switch (node.Type)
        {
            case NodeType.Symlink:
                Posix.SymlinkAt(node.LinkTarget.Span, folder, temporary);
                break;
            case NodeType.Fifo:
                Posix.MakeSpecialAt(folder, temporary, FileStatus.Fifo | OwnerOnly, 0);
                break;
            default:
                var type = node.Type == NodeType.BlockDevice ? FileStatus.BlockDevice : FileStatus.CharacterDevice;
                Posix.MakeSpecialAt(folder, temporary, type | OwnerOnly, node.Device);
                break;
        }

        try
        {
            NodeMetadata.Apply(folder, temporary, node, path, tally);
            Posix.RenameAt(folder, temporary, name);
        }
        catch
        {
            Posix.RemoveAt(folder, temporary, isFolder: false);
            throw;
        }

        tally.OtherDone();
    }
}
