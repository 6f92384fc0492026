namespace Holdfast.Restic.Operations.Repairs;

/// <summary>How far a repair is: packs read, or snapshots gone through.</summary>
public sealed record RepairProgress(int Done, int Total);
