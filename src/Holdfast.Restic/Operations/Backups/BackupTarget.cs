using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>Something to back up, and where it stands in the snapshot.</summary>
public abstract record BackupTarget;

/// <summary>A file or folder of this machine.</summary>
/// <param name="TreePath">
/// Absolute path in the snapshot; a folder's content lands under it. Null: where restic puts it: an absolute path is kept, of a relative one
/// the names that it has, without any <c>..</c> in front.
/// </param>
public sealed record PathTarget(string SourcePath, string? TreePath = null) : BackupTarget;

/// <summary>A file or folder of this machine whose name need not be text, placed as a <see cref="PathTarget"/> without a tree path.</summary>
public sealed record RawPathTarget(ReadOnlyMemory<byte> SourcePath) : BackupTarget;

/// <summary>A small file that exists only in memory.</summary>
/// <param name="Modified">Null: the time of the backup.</param>
/// <param name="Mode">The low nine permission bits.</param>
public sealed record ContentTarget(
    ReadOnlyMemory<byte> Content, string TreePath, DateTimeOffset? Modified = null, int Mode = 0b110_000_000) : BackupTarget;

/// <summary>
/// A file whose content comes out of a stream, read once to its end. A <see cref="RepositoryException"/> out of the stream ends the
/// backup without a snapshot.
/// </summary>
/// <param name="Modified">Null: the time of the backup.</param>
public sealed record StreamTarget(Stream Content, string TreePath, DateTimeOffset? Modified = null) : BackupTarget;
