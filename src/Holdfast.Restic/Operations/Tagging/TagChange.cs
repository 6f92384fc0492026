using Holdfast.Restic.Format;

namespace Holdfast.Restic.Operations.Tagging;

/// <summary>A snapshot that has other tags now, and so another id.</summary>
public sealed record TagChange(SnapshotId Old, SnapshotId New);
