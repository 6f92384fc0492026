namespace Holdfast.Restic.Operations.Pruning;

/// <summary>So many blobs, and the bytes that they take up in packs.</summary>
public readonly record struct BlobAmount(long Blobs, long Bytes)
{
    public static BlobAmount operator +(BlobAmount a, BlobAmount b) => new(a.Blobs + b.Blobs, a.Bytes + b.Bytes);

    public static BlobAmount operator -(BlobAmount a, BlobAmount b) => new(a.Blobs - b.Blobs, a.Bytes - b.Bytes);

    public static BlobAmount Add(BlobAmount left, BlobAmount right) => left + right;

    public static BlobAmount Subtract(BlobAmount left, BlobAmount right) => left - right;
}
