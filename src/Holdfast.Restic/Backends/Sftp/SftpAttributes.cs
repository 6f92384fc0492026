namespace Holdfast.Restic.Backends.Sftp;

/// <summary>What a server says about a file, as far as it says it.</summary>
/// <param name="Mode">Unix mode with its type bits.</param>
internal readonly record struct SftpAttributes(long? Size, uint? Mode)
{
    private const uint TypeMask = 0xF000, Regular = 0x8000, Folder = 0x4000;

    internal bool IsRegular => (Mode & TypeMask) == Regular;

    internal bool IsFolder => (Mode & TypeMask) == Folder;
}
