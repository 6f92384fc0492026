namespace Holdfast.Restic.Operations.Restores;

/// <summary>How far a restore is; the total is that of the snapshot's summary, where it has one.</summary>
public sealed record RestoreProgress(long FilesDone, long BytesDone, string Current);
