namespace Holdfast.Restic.Platform;

/// <summary>What the system knows about a file.</summary>
/// <param name="Mode">POSIX st_mode: type and permission bits.</param>
internal readonly record struct FileStatus(
    uint Mode, uint User, uint Group, ulong Inode, ulong Device, ulong SpecialDevice, ulong Links, long Size,
    FileTime Modified, FileTime Accessed, FileTime Changed)
{
    internal const uint TypeMask = 0xF000, Fifo = 0x1000, CharacterDevice = 0x2000, Folder = 0x4000, BlockDevice = 0x6000;
    internal const uint Regular = 0x8000, Symlink = 0xA000, Socket = 0xC000;

    internal uint Type => Mode & TypeMask;

    internal bool IsFolder => Type == Folder;
}
