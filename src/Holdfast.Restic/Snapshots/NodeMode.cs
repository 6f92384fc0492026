using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Snapshots;

/// <summary>
/// Type and permissions in Go's order of bits, which is what the format keeps; not POSIX st_mode.
/// </summary>
internal static class NodeMode
{
    private const uint Folder = 1u << 31, Symlink = 1u << 27, Device = 1u << 26, Fifo = 1u << 25, Socket = 1u << 24;
    private const uint SetUser = 1u << 23, SetGroup = 1u << 22, Character = 1u << 21, Sticky = 1u << 20, Irregular = 1u << 19;
    private const uint PosixSetUser = 0x800, PosixSetGroup = 0x400, PosixSticky = 0x200, PermissionMask = 0x1ff;

    internal static uint FromPosix(uint mode) =>
        (mode & PermissionMask)
        | ((mode & PosixSetUser) != 0 ? SetUser : 0)
        | ((mode & PosixSetGroup) != 0 ? SetGroup : 0)
        | ((mode & PosixSticky) != 0 ? Sticky : 0)
        | (mode & FileStatus.TypeMask) switch
        {
            FileStatus.Folder => Folder,
            FileStatus.Symlink => Symlink,
            FileStatus.BlockDevice => Device,
            FileStatus.CharacterDevice => Device | Character,
            FileStatus.Fifo => Fifo,
            FileStatus.Socket => Socket,
            FileStatus.Regular => 0,
            _ => Irregular,
        };

    /// <summary>The permission bits as chmod wants them.</summary>
    internal static uint PosixPermissions(uint mode) =>
        (mode & PermissionMask)
        | ((mode & SetUser) != 0 ? PosixSetUser : 0)
        | ((mode & SetGroup) != 0 ? PosixSetGroup : 0)
        | ((mode & Sticky) != 0 ? PosixSticky : 0);

    /// <summary>The same without the bits that let a file run as its owner or group.</summary>
    internal static uint WithoutSetUser(uint mode) => mode & ~(SetUser | SetGroup);

    internal static NodeType TypeOf(uint posixMode) => (posixMode & FileStatus.TypeMask) switch
    {
        FileStatus.Regular => NodeType.File,
        FileStatus.Folder => NodeType.Folder,
        FileStatus.Symlink => NodeType.Symlink,
        FileStatus.BlockDevice => NodeType.BlockDevice,
        FileStatus.CharacterDevice => NodeType.CharacterDevice,
        FileStatus.Fifo => NodeType.Fifo,
        FileStatus.Socket => NodeType.Socket,
        _ => NodeType.Irregular,
    };
}
