namespace Holdfast.Restic.Operations.Restores;

/// <summary>What a restore did.</summary>
/// <param name="FilesUnchanged">Files that were there already, read and found to have the snapshot's content.</param>
/// <param name="Deleted">Names removed because the snapshot does not have them.</param>
/// <param name="Failures">What is not as in the snapshot, and why: content, names, permissions.</param>
/// <param name="Warnings">Owners and attributes that the target does not take.</param>
public sealed record RestoreReport(
    long FilesRestored, long FilesUnchanged, long FoldersRestored, long OthersRestored, long BytesRestored, long BytesUnchanged, long Deleted,
    IReadOnlyList<ReadFailure> Failures, IReadOnlyList<ReadFailure> Warnings, TimeSpan Elapsed)
{
    /// <summary>Everything asked for is there as the snapshot has it.</summary>
    public bool IsComplete => Failures.Count == 0;
}
