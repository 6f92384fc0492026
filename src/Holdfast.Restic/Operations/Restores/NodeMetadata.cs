using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>
/// Gives what was restored everything that the snapshot knows about it besides content. Always to what is open, never by name: a name may
/// by now lead elsewhere. In this order: the owner first, because changing it clears set-user bits and capabilities; attributes before
/// permissions, because they need the right to write; nothing after touches the times.
/// </summary>
internal sealed class NodeMetadata(Selection selection, RestoreTally tally)
{
    private const uint SetUserAndGroup = 0xc00;

    internal void Apply(OpenFile file, TreeNode node, string path)
    {
        var isOwned = TryOwn(file, node, path);
        ApplyAttributes(file, node, path);
        file.SetTimes(node.Accessed, node.Modified);
        if (node.Type != NodeType.Symlink)
        {
            // To run as whoever restores is not what the file was meant to do.
            var mode = NodeMode.PosixPermissions(node.Mode);
            file.SetMode(isOwned ? mode : mode & ~SetUserAndGroup);
        }
    }

    private bool TryOwn(OpenFile file, TreeNode node, string path)
    {
        try
        {
            file.SetOwner(node.UserId, node.GroupId);
            return true;
        }
        catch (SystemCallException e)
        {
            // No one but root gives files away: to be expected, and as restic not worth a line for each file.
            if (ThisMachine.IsRoot || e.Error != Libc.NotPermitted)
            {
                tally.Warn(path, e.Message);
            }

            return false;
        }
    }

    private void ApplyAttributes(OpenFile file, TreeNode node, string path)
    {
        try
        {
            foreach (var extra in ExtendedAttributes.NamesOf(file).Where(n => selection.HasAttribute(n) && IsExtra(n, node)))
            {
                ExtendedAttributes.Remove(file, extra);
            }
        }
        catch (SystemCallException e)
        {
            tally.Warn(path, e.Message);
        }

        foreach (var attribute in node.ExtendedAttributes.Where(a => selection.HasAttribute(a.Name)))
        {
            try
            {
                ExtendedAttributes.Write(file, attribute.Name, attribute.Value.Span);
            }
            catch (SystemCallException e)
            {
                // Not every file system and not every user can have them; the content is right all the same.
                tally.Warn(path, e.Message);
            }
        }
    }

    // The label of SELinux is the system's own and cannot be taken away.
    private static bool IsExtra(string name, TreeNode node) =>
        name != "security.selinux" && node.ExtendedAttributes.All(a => a.Name != name);
}
