namespace Holdfast.Restic.Snapshots;

/// <summary>What a name in a folder stands for.</summary>
public enum NodeType
{
    Unknown,
    File,
    Folder,
    Symlink,
    BlockDevice,
    CharacterDevice,
    Fifo,
    Socket,
    Irregular,
}
