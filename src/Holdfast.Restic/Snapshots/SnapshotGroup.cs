namespace Holdfast.Restic.Snapshots;

/// <summary>Snapshots that belong together.</summary>
public sealed record SnapshotGroup(SnapshotGroupKey Key, IReadOnlyList<Snapshot> Snapshots);
