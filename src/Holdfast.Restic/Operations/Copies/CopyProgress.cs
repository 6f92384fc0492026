using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Copies;

/// <summary>How far a copy is.</summary>
/// <param name="Copied">The copy that was stored just now; null: the snapshot is still being copied.</param>
/// <param name="PacksDone">Packs of the source that this snapshot needed and that were read.</param>
public sealed record CopyProgress(Snapshot Snapshot, CopiedSnapshot? Copied, int PacksDone, int PacksTotal, long Bytes);
