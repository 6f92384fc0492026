using Holdfast.Restic.Format;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>What a backup did.</summary>
/// <param name="BytesProcessed">Size of all files in the snapshot, read or known unchanged.</param>
/// <param name="BytesAdded">Plaintext bytes that the repository did not have; <paramref name="BytesStored"/>: what they take up in it.</param>
/// <param name="PacksAdded">All packs that it stored: what is to be read back to verify this backup.</param>
/// <param name="Missed">What could not be read.</param>
public sealed record BackupReport(
    SnapshotId Snapshot,
    SnapshotId? Parent,
    int FilesNew, int FilesChanged, int FilesUnmodified,
    long BytesProcessed, long BytesAdded, long BytesStored,
    IReadOnlyList<PackId> PacksAdded,
    IReadOnlyList<ReadFailure> Missed,
    SnapshotSummary Summary,
    TimeSpan Elapsed)
{
    /// <summary>No snapshot was made, because <see cref="Snapshot"/>, the parent, is of the same tree.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>The snapshot does not hold all that it was meant to; it carries the tag <see cref="Snapshots.Snapshot.PartialTag"/>.</summary>
    public bool Partial => Missed.Count > 0;
}
