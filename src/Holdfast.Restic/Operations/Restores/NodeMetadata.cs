using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>
/// Gives a file what the snapshot knows about it besides content. In this order: the owner first, because changing it clears set-user bits
/// and capabilities; attributes before permissions, because they need the right to write; nothing after touches the times.
/// </summary>
internal static class NodeMetadata
{
    /// <param name="name">What it is called now: <c>.</c> for the open folder itself.</param>
    internal static void Apply(OpenFile folder, ReadOnlySpan<byte> name, TreeNode node, string path, RestoreTally tally)
    {
        if (ThisMachine.IsRoot)
        {
            Posix.OwnerAt(folder, name, node.UserId, node.GroupId);
        }

        ApplyAttributes(folder, name, node, path, tally);
        Posix.TimesAt(folder, name, node.Accessed, node.Modified);
        if (node.Type != NodeType.Symlink)
        {
            Posix.ModeAt(folder, name, NodeMode.PosixPermissions(node.Mode));
        }
    }

    private static void ApplyAttributes(OpenFile folder, ReadOnlySpan<byte> name, TreeNode node, string path, RestoreTally tally)
    {
        try
        {
            foreach (var (extra, _) in ExtendedAttributes.Read(folder, name).Where(a => node.ExtendedAttributes.All(w => w.Name != a.Name)))
            {
                ExtendedAttributes.Remove(folder, name, extra);
            }
        }
        catch (SystemCallException e)
        {
            tally.Warn(path, e.Message);
        }

        foreach (var attribute in node.ExtendedAttributes)
        {
            try
            {
                ExtendedAttributes.Write(folder, name, attribute.Name, attribute.Value.Span);
            }
            catch (SystemCallException e)
            {
                // Not every file system and not every user can have them; the content is right all the same.
                tally.Warn(path, e.Message);
            }
        }
    }
}
