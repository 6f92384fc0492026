namespace Holdfast.Restic.Operations.Restores;

/// <summary>A restore in numbers, as restic counts: everything that has a name is an item; what is left as it was is skipped.</summary>
/// <param name="Planned">Items to restore, without those skipped.</param>
public readonly record struct RestoreCounts(
    long Planned, long Restored, long Skipped, long Deleted, long BytesPlanned, long BytesRestored, long BytesSkipped);
