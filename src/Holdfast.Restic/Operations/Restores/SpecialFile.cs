using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>Makes links, pipes and devices: under a temporary name first, so that what stood there before is replaced at once.</summary>
internal static class SpecialFile
{
    private const uint OwnerOnly = 0x180; // 0600, until it gets its own permissions

    /// <param name="replace">Gives the temporary name the right one.</param>
    internal static void Make(OpenFile folder, byte[] temporary, TreeNode node, string path, NodeMetadata metadata, Action replace)
    {
        switch (node.Type)
        {
            case NodeType.Symlink:
                Posix.SymlinkAt(node.LinkTarget.Span, folder, temporary);
                break;
            case NodeType.Fifo:
                Posix.MakeSpecialAt(folder, temporary, FileStatus.Fifo | OwnerOnly, 0);
                break;
            case NodeType.BlockDevice:
                Posix.MakeSpecialAt(folder, temporary, FileStatus.BlockDevice | OwnerOnly, node.Device);
                break;
            case NodeType.CharacterDevice:
                Posix.MakeSpecialAt(folder, temporary, FileStatus.CharacterDevice | OwnerOnly, node.Device);
                break;
            default:
                throw new RepositoryException(RepositoryFault.Unsupported, $"it is of the type \"{node.Type.Word()}\", which cannot be made");
        }

        try
        {
            using (var made = Posix.OpenToDescribeAt(folder, temporary))
            {
                RequireOurs(made, node);
                metadata.Apply(made, node, path);
            }

            replace();
        }
        catch // Whatever it was, no one else would take away what has not its own name yet.
        {
            Posix.RemoveAt(folder, temporary, isFolder: false);
            throw;
        }
    }

    // Whoever may write to the folder could have put another file under the name in between, to have its owner changed.
    private static void RequireOurs(OpenFile made, TreeNode node)
    {
        var status = made.Status();
        if (NodeMode.TypeOf(status.Mode) != node.Type || status.Links != 1)
        {
            throw new RepositoryException(RepositoryFault.Storage, "somebody changed it while it was being made");
        }
    }
}
