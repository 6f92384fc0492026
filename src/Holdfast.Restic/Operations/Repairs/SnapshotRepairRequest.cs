using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Repairs;

/// <summary>Which snapshots to repair, and how.</summary>
/// <param name="DryRun">Only find out what would be done. Takes no lock.</param>
/// <param name="Forget">Remove a snapshot once its repaired copy is stored, or when nothing is left of it.</param>
public sealed record SnapshotRepairRequest(SnapshotSelection Snapshots, bool DryRun = false, bool Forget = false)
{
    /// <summary>The tag of a repaired snapshot that stands beside the original.</summary>
    public const string RepairedTag = "repaired";

    /// <summary>How long to wait for others to release the repository.</summary>
    public TimeSpan LockPatience { get; init; }
}
