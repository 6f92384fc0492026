using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Copies;

/// <summary>Which snapshots to copy from another repository.</summary>
/// <param name="Snapshots">Of the source.</param>
/// <param name="NoSourceLock">Do not lock the source, because it can only be read.</param>
public sealed record CopyRequest(SnapshotSelection Snapshots, bool NoSourceLock = false)
{
    /// <summary>How long to wait for others to release the repositories.</summary>
    public TimeSpan LockPatience { get; init; }
}
