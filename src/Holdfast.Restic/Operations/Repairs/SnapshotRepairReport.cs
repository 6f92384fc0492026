using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Operations.Repairs;

/// <summary>What repairing snapshots did, or would do.</summary>
/// <param name="Snapshots">All that were looked at, oldest first.</param>
/// <param name="Failures">What could not be looked at, and why.</param>
public sealed record SnapshotRepairReport(IReadOnlyList<SnapshotRepairResult> Snapshots, IReadOnlyList<RepositoryException> Failures)
{
    /// <summary>How many were, or would be, made anew.</summary>
    public int Modified => Snapshots.Count(s => s.IsModified);
}
