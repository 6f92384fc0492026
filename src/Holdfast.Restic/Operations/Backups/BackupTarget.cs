namespace Holdfast.Restic.Operations.Backups;

/// <summary>Something to back up, and where it stands in the snapshot.</summary>
public abstract record BackupTarget;

/// <summary>A file or folder of this machine.</summary>
/// <param name="TreePath">Absolute path in the snapshot; null: the same as on the machine. A folder's content lands under it.</param>
public sealed record PathTarget(string SourcePath, string? TreePath = null) : BackupTarget;

/// <summary>A small file that exists only in memory.</summary>
/// <param name="Modified">Null: the time of the backup.</param>
/// <param name="Mode">The low nine permission bits.</param>
public sealed record ContentTarget(
    ReadOnlyMemory<byte> Content, string TreePath, DateTimeOffset? Modified = null, int Mode = 0b110_000_000) : BackupTarget;
