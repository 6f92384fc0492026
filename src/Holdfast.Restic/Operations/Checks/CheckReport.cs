using Holdfast.Restic.Format;

namespace Holdfast.Restic.Operations.Checks;

/// <summary>What a check found.</summary>
/// <param name="Errors">What is damaged or missing.</param>
/// <param name="Remarks">What is odd but harms nothing, such as packs that an interrupted backup left.</param>
/// <param name="BrokenPacks">Packs whose files are there and are not what they must be: "repair packs" saves what is good in them.</param>
public sealed record CheckReport(
    int Snapshots, long Trees, int Packs, int PacksRead, long BytesRead,
    IReadOnlyList<string> Errors, IReadOnlyList<string> Remarks, IReadOnlyList<PackId> BrokenPacks, TimeSpan Elapsed)
{
    public bool IsGood => Errors.Count == 0;

    /// <summary>Packs that an index lists and whose files are not there.</summary>
    public IReadOnlyList<PackId> MissingPacks { get; init; } = [];

    /// <summary>The index is damaged, contradicts itself or the packs, or says things twice.</summary>
    public bool SuggestRepairIndex { get; init; }

    /// <summary>There are packs that no one needs, or that hold trees and data.</summary>
    public bool SuggestPrune { get; init; }
}
