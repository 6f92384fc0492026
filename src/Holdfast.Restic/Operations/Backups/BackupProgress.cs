namespace Holdfast.Restic.Operations.Backups;

/// <summary>How far a backup is. The total is not known before the end: nothing is walked twice to find out.</summary>
public sealed record BackupProgress(long FilesDone, long BytesDone, long Missed, string Current);
