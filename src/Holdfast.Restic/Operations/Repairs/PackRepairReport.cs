using Holdfast.Restic.Format;

namespace Holdfast.Restic.Operations.Repairs;

/// <summary>What taking damaged packs apart gave.</summary>
/// <param name="Intact">Packs that are good; they were left alone.</param>
/// <param name="Removed">Packs that were taken apart and removed; their files are where <paramref name="Copies"/> says.</param>
/// <param name="BlobsSaved">Blobs that were good, and are in new packs.</param>
/// <param name="BlobsElsewhere">Blobs that were not good in these packs, or were, and have a good copy in another pack.</param>
/// <param name="Lost">Blobs that no pack has any more.</param>
public sealed record PackRepairReport(
    IReadOnlyList<PackId> Intact, IReadOnlyList<PackId> Removed, IReadOnlyList<string> Copies,
    int BlobsSaved, int BlobsElsewhere, IReadOnlyList<BlobHandle> Lost);
