using Holdfast.Restic.Backends;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Operations.Checks;

namespace Holdfast.Restic.Operations.Repairs;

/// <summary>What makes the index say what the packs hold.</summary>
public sealed record IndexRepairPlan
{
    /// <summary>Packs that no index listed.</summary>
    public required IReadOnlyList<PackId> Added { get; init; }

    /// <summary>Packs that the index listed wrongly, or in two ways.</summary>
    public required IReadOnlyList<PackId> Corrected { get; init; }

    /// <summary>Packs that the index lists and whose files are not there; the index forgets them.</summary>
    public required IReadOnlyList<PackId> Missing { get; init; }

    /// <summary>Packs that are there but whose headers cannot be read. What the index says of them is kept, for it may be the only
    /// way to save what is good in them: that is for "repair packs" to do.</summary>
    public required IReadOnlyList<PackDamage> Damaged { get; init; }

    /// <summary>Index files that cannot be read, and why.</summary>
    public required IReadOnlyList<string> DamagedIndexFiles { get; init; }

    /// <summary>How many packs the index lists afterwards.</summary>
    public required int Packs { get; init; }

    /// <summary>How many index files are removed for new ones.</summary>
    public int ObsoleteFiles => Obsolete.Count;

    /// <summary>The index says what the packs hold: nothing is to be done.</summary>
    public bool IsNothing => Written.Count == 0 && Obsolete.Count == 0;

    internal IReadOnlyList<IndexedPack> Written { get; init; } = [];

    internal IReadOnlyList<FileName> Obsolete { get; init; } = [];
}
