using Holdfast.Restic.Format;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Copies;

/// <summary>A snapshot of the source and its copy in the destination.</summary>
public sealed record CopiedSnapshot(Snapshot Source, SnapshotId Copy);
