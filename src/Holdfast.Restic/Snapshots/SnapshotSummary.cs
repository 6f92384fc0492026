using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Snapshots;

/// <summary>What a backup did, in files and bytes.</summary>
/// <param name="DataAdded">Plaintext bytes that the repository did not have.</param>
/// <param name="DataAddedPacked">What they take up in it.</param>
public sealed record SnapshotSummary(
    FileTime BackupStart, FileTime BackupEnd,
    long FilesNew, long FilesChanged, long FilesUnmodified,
    long FoldersNew, long FoldersChanged, long FoldersUnmodified,
    long DataBlobs, long TreeBlobs, long DataAdded, long DataAddedPacked,
    long TotalFilesProcessed, long TotalBytesProcessed);
