using Holdfast.Restic.Format;

namespace Holdfast.Restic.Operations.Pruning;

/// <summary>What a prune will do, decided before anything is touched.</summary>
/// <param name="Unreferenced">Packs that no index knows: an interrupted backup or prune left them. Deleted first.</param>
/// <param name="Repack">Packs whose used blobs are copied into new packs; then they are deleted.</param>
/// <param name="Remove">Packs in which nothing is used, deleted as they are.</param>
/// <param name="Missing">Packs that an index knows, that are not there, and that no one needs: struck from the index.</param>
public sealed record PrunePlan(
    PruneCounts Counts,
    IReadOnlyList<PackId> Unreferenced,
    IReadOnlyList<PackId> Repack,
    IReadOnlyList<PackId> Remove,
    IReadOnlyList<PackId> Missing)
{
    /// <summary>Packs that several index files list, alike: an interrupted prune left them. The index is written anew so that one does.</summary>
    public IReadOnlyList<PackId> ListedTwice { get; init; } = [];

    /// <summary>There is nothing to do.</summary>
    public bool IsEmpty => Unreferenced.Count + Repack.Count + Remove.Count + Missing.Count + ListedTwice.Count == 0;
}
