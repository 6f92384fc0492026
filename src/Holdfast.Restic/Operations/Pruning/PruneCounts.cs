namespace Holdfast.Restic.Operations.Pruning;

/// <summary>What a repository holds by whether snapshots use it, and what a prune changes about it. Sizes are bytes as stored.</summary>
public sealed record PruneCounts
{
    /// <summary>Used blobs, one copy of each.</summary>
    public required BlobAmount Used { get; init; }

    /// <summary>Further copies of used blobs.</summary>
    public required BlobAmount Duplicate { get; init; }

    public required BlobAmount Unused { get; init; }

    /// <summary>All that is in packs to be copied.</summary>
    public required BlobAmount Repack { get; init; }

    /// <summary>What copying them leaves behind.</summary>
    public required BlobAmount RepackRemove { get; init; }

    /// <summary>All that is in packs to be deleted as they are.</summary>
    public required BlobAmount Remove { get; init; }

    /// <summary>Whole packs that no index knows.</summary>
    public required long UnreferencedBytes { get; init; }

    /// <summary>Packs that stay and hold something uncompressed.</summary>
    public required long UncompressedBytes { get; init; }

    /// <summary>Packs in which everything is used.</summary>
    public required int PacksUsed { get; init; }

    public required int PacksPartlyUsed { get; init; }

    public required int PacksUnused { get; init; }

    public required int PacksKeep { get; init; }

    public BlobAmount Total => Used + Duplicate + Unused;

    /// <summary>With the packs that no index knows, whose blobs no one counted.</summary>
    public long TotalBytes => Total.Bytes + UnreferencedBytes;

    public BlobAmount RemoveTotal => Remove + RepackRemove;

    public long RemoveTotalBytes => RemoveTotal.Bytes + UnreferencedBytes;

    public long UnusedBytes => Duplicate.Bytes + Unused.Bytes;

    public long RemainingBlobs => Total.Blobs - RemoveTotal.Blobs;

    public long RemainingBytes => TotalBytes - RemoveTotalBytes;

    public long RemainingUnusedBytes => UnusedBytes - RemoveTotal.Bytes;
}
