using Holdfast.Restic.Crypto;
using Holdfast.Restic.Format;

namespace Holdfast.Restic.Packs;

/// <summary>Where a blob stands in its pack.</summary>
/// <param name="Length">Bytes in the pack, sealed.</param>
/// <param name="UncompressedLength">Bytes of plaintext; 0: it is not compressed.</param>
internal readonly record struct PackedBlob(BlobHandle Handle, uint Offset, uint Length, uint UncompressedLength)
{
    internal bool IsCompressed => UncompressedLength != 0;

    internal long PlaintextLength => IsCompressed ? UncompressedLength : (long)Length - SealingKey.Overhead;

    /// <summary>The first byte behind it.</summary>
    internal long End => (long)Offset + Length;
}
