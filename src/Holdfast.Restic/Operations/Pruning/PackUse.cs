using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Packs;

namespace Holdfast.Restic.Operations.Pruning;

/// <summary>How much of a pack is used.</summary>
internal sealed class PackUse(IndexedPack pack)
{
    internal PackId Id => pack.Id;

    /// <summary>What its file must be long.</summary>
    internal long Size { get; } = pack.Size;

    /// <summary>Used blobs, but for copies of which another was chosen.</summary>
    internal int UsedBlobs { get; private set; }

    /// <summary>Blobs that no one uses, and copies of which another was chosen.</summary>
    internal BlobAmount Unused { get; private set; }

    internal long UsedBytes => Size - Unused.Bytes;

    internal BlobAmount All => new(pack.Blobs.Count, Size);

    internal bool IsUnused => UsedBlobs == 0;

    internal bool IsWhollyUsed => Unused.Blobs == 0;

    /// <summary>It holds only data, and so is not worth a cache's space.</summary>
    internal bool IsData => !IsMixed && pack.Blobs.Count > 0 && pack.Blobs[0].Handle.Type == BlobType.Data;

    internal bool IsMixed { get; } = pack.Blobs.Any(b => b.Handle.Type != pack.Blobs[0].Handle.Type);

    internal bool IsUncompressed { get; } = pack.Blobs.Any(b => !b.IsCompressed);

    internal void CountUsed() => UsedBlobs++;

    internal void CountUnused(PackedBlob blob) => Unused += new BlobAmount(1, blob.Length);
}
