namespace Holdfast.Restic.Packs;

/// <summary>Blobs that lie near each other in a pack are read at once: a request costs more than the bytes between them.</summary>
internal static class BlobRanges
{
    // A round trip to a distant store takes as long as a MiB does; what is read at once is held in memory at once.
    private const long GapLimit = 1 << 20, RangeLimit = 8 << 20;

    /// <param name="blobs">Of one pack.</param>
    /// <returns>Ranges of the pack, each with the blobs that lie in it, in the pack's order.</returns>
    internal static IEnumerable<(uint Offset, int Length, List<PackedBlob> Blobs)> Of(IEnumerable<PackedBlob> blobs)
    {
        List<PackedBlob> range = [];
        foreach (var blob in blobs.OrderBy(b => b.Offset))
        {
            if (range.Count > 0 && (blob.Offset - range[^1].End > GapLimit || blob.End - range[0].Offset > RangeLimit))
            {
                yield return Range(range);
                range = [];
            }

            range.Add(blob);
        }

        if (range.Count > 0)
        {
            yield return Range(range);
        }
    }

    // The end is the furthest, for a hostile index may let blobs overlap.
    private static (uint, int, List<PackedBlob>) Range(List<PackedBlob> blobs) =>
        (blobs[0].Offset, checked((int)(blobs.Max(b => b.End) - blobs[0].Offset)), blobs);
}
