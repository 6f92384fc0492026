using Holdfast.Restic.Format;

namespace Holdfast.Restic.Operations.Repairs;

/// <summary>Which packs to take apart.</summary>
/// <param name="CopyFolder">Where each pack's file is kept as it was, under <c>pack-</c> and its name, before anything is done.</param>
public sealed record PackRepairRequest(IReadOnlyList<PackId> Packs, string CopyFolder)
{
    /// <summary>How long to wait for others to release the repository.</summary>
    public TimeSpan LockPatience { get; init; }
}
