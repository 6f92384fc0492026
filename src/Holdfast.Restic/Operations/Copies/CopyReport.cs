using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Operations.Copies;

/// <summary>What a copy did.</summary>
/// <param name="Failures">Snapshots that were not copied and why, and words that name none.</param>
/// <param name="SameChunker">Both repositories cut files alike, so what is backed up later in the one and the other is stored once.</param>
public sealed record CopyReport(
    IReadOnlyList<CopiedSnapshot> Copied, IReadOnlyList<CopiedSnapshot> Skipped, IReadOnlyList<RepositoryException> Failures,
    long Blobs, long Bytes, long BytesStored, bool SameChunker, TimeSpan Elapsed)
{
    /// <summary>Everything asked for is in the destination.</summary>
    public bool IsComplete => Failures.Count == 0;
}
