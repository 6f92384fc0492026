using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>What the file system knows about a name, as a node of a tree.</summary>
internal sealed class NodeReading(bool withAccessTimes)
{
    /// <param name="name">Its name in <paramref name="folder"/>.</param>
    internal TreeNode Read(OpenFile folder, byte[] name, FileStatus status)
    {
        var type = NodeMode.TypeOf(status.Mode);
        var node = FromStatus(name, status) with
        {
            LinkTarget = type == NodeType.Symlink ? Posix.ReadLinkAt(folder, name) : default(ReadOnlyMemory<byte>),
        };
        try
        {
            var attributes = ExtendedAttributes.Read(folder, name);
            return attributes.Count == 0 ? node : node with { ExtendedAttributes = [.. attributes.Select(a => new Xattr(a.Name, a.Value))] };
        }
        catch (SystemCallException e)
        {
            return node with { Error = e.Message };
        }
    }

    internal TreeNode FromStatus(byte[] name, FileStatus status)
    {
        var type = NodeMode.TypeOf(status.Mode);
        return WithTimes(
            new()
            {
                RawName = name,
                Type = type,
                Mode = NodeMode.FromPosix(status.Mode),
                UserId = status.User,
                GroupId = status.Group,
                User = ThisMachine.UserName(status.User),
                Group = ThisMachine.GroupName(status.Group),
                Inode = status.Inode,
                DeviceId = status.Device,
                Size = type == NodeType.File ? (ulong)status.Size : 0,
                Links = type is NodeType.File or NodeType.Symlink or NodeType.BlockDevice or NodeType.CharacterDevice ? status.Links : 0,
                Device = type is NodeType.BlockDevice or NodeType.CharacterDevice ? status.SpecialDevice : 0,
                Content = type == NodeType.File ? [] : null,
            },
            status);
    }

    /// <summary>Size and times as they were when the content was read, which may be later than the walk came by.</summary>
    internal TreeNode Renewed(TreeNode node, FileStatus status) => WithTimes(node with { Size = (ulong)status.Size }, status);

    // Reading a file is no change of it, so usually the access time is taken to be that of modification.
    private TreeNode WithTimes(TreeNode node, FileStatus status)
    {
        var modified = status.Modified.ToWritable();
        return node with
        {
            Modified = modified,
            Accessed = withAccessTimes ? status.Accessed.ToWritable() : modified,
            Changed = status.Changed.ToWritable(),
        };
    }
}
