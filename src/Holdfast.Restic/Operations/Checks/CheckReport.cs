using Holdfast.Restic.Format;

namespace Holdfast.Restic.Operations.Checks;

/// <summary>What a check found.</summary>
/// <param name="Errors">What is damaged or missing.</param>
/// <param name="Remarks">What is odd but harms nothing, such as packs that an interrupted backup left.</param>
/// <param name="BrokenPacks">Packs that are missing or not what they must be.</param>
public sealed record CheckReport(
    int Snapshots, long Trees, int Packs, int PacksRead, long BytesRead,
    IReadOnlyList<string> Errors, IReadOnlyList<string> Remarks, IReadOnlyList<PackId> BrokenPacks, TimeSpan Elapsed)
{
    public bool IsGood => Errors.Count == 0;
}
