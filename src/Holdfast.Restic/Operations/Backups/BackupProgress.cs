namespace Holdfast.Restic.Operations.Backups;

/// <summary>How far a backup is.</summary>
/// <param name="Current">Path of what was finished or begun last; empty: none.</param>
public sealed record BackupProgress(long FilesDone, long BytesDone, long Missed, string Current)
{
    /// <summary>What the scan has found so far: it may still grow, and with it the bytes. 0 without a scan.</summary>
    public long FilesTotal { get; init; }

    public long BytesTotal { get; init; }

    /// <summary>The scan is over: the totals are the totals.</summary>
    public bool IsTotalKnown { get; init; }
}
