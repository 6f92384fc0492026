using Holdfast.Restic.Format;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Repairs;

/// <summary>What repairing did to one snapshot, or would do.</summary>
/// <param name="Tree">The repaired tree; the snapshot's own where nothing is wrong with it; null: its root is lost, and so is all of it.</param>
public sealed record SnapshotRepairResult(Snapshot Snapshot, BlobId? Tree, IReadOnlyList<SnapshotChange> Changes)
{
    /// <summary>Something in it is lost or wrong.</summary>
    public bool IsDamaged => Tree != Snapshot.Tree;

    /// <summary>It was repaired before, into this one.</summary>
    public SnapshotId? RepairedBefore { get; init; }

    /// <summary>The repaired snapshot; null in a dry run.</summary>
    public SnapshotId? Saved { get; init; }

    /// <summary>The original was removed.</summary>
    public bool IsRemoved { get; init; }

    internal bool IsModified => Tree is not null && IsDamaged && RepairedBefore is null;
}
