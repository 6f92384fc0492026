namespace Holdfast.Restic.Operations.Repairs;

/// <summary>How to repair the index.</summary>
/// <param name="ReadAllPacks">Believe no index file: list every pack anew by its own header.</param>
/// <param name="DryRun">Only find out what would be done.</param>
public sealed record IndexRepairRequest(bool ReadAllPacks = false, bool DryRun = false)
{
    /// <summary>How long to wait for others to release the repository.</summary>
    public TimeSpan LockPatience { get; init; }
}
