namespace Holdfast.Restic.Operations.Restores;

/// <summary>What a restore did, or in a dry run would do.</summary>
/// <param name="FilesRestored">Files with content of their own that were written.</param>
/// <param name="OthersRestored">Links, further names of files, pipes and devices.</param>
/// <param name="FilesVerified">Files read back and found to be as in the snapshot.</param>
/// <param name="Failures">What is not as in the snapshot, and why: content, names, permissions.</param>
/// <param name="Warnings">Owners and attributes that the target does not take.</param>
public sealed record RestoreReport(
    RestoreCounts Counts, long FilesRestored, long FoldersRestored, long OthersRestored, long FilesVerified,
    IReadOnlyList<ReadFailure> Failures, IReadOnlyList<ReadFailure> Warnings, TimeSpan Elapsed)
{
    /// <summary>Links that lead out of what was restored, each with where it leads; only where the restore is cautious.</summary>
    public IReadOnlyList<ReadFailure> LinksOut { get; init; } = [];

    /// <summary>Everything asked for is there as the snapshot has it.</summary>
    public bool IsComplete => Failures.Count == 0;

    /// <summary>What the repository could not give: then another copy of it may help, and otherwise the target is the reason.</summary>
    public IReadOnlyList<LostBlob> Unreadable { get; init; } = [];

    /// <summary>How many packs were asked what they hold because no index file named what was wanted; 0: the index was enough.</summary>
    public int PacksLookedInto { get; init; }

    public long BytesRestored => Counts.BytesRestored;

    public long BytesUnchanged => Counts.BytesSkipped;

    /// <summary>Names removed because the snapshot does not have them.</summary>
    public long Deleted => Counts.Deleted;
}
