using System.Buffers.Binary;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;

namespace Holdfast.Restic.Packs;

/// <summary>The list of blobs at the end of a pack: sealed, and behind it its sealed length.</summary>
internal static class PackHeader
{
    internal const int LengthSize = 4;
    private const int PlainEntry = 37, CompressedEntry = 41;
    private const byte CompressedFlag = 2;

    // One uncompressed entry, its seal and the length: restic knows nothing smaller.
    private const int SmallestPack = PlainEntry + SealingKey.Overhead + LengthSize;

    /// <summary>The size of a whole pack of these blobs.</summary>
    internal static long PackSize(IEnumerable<PackedBlob> blobs) =>
        blobs.Sum(b => (long)b.Length + (b.IsCompressed ? CompressedEntry : PlainEntry)) + SealingKey.Overhead + LengthSize;

    /// <returns>The sealed header and its length: what follows the last blob.</returns>
    internal static byte[] Encode(SealingKey key, IReadOnlyList<PackedBlob> blobs)
    {
        var plaintext = new byte[blobs.Count * CompressedEntry];
        var at = 0;
        foreach (var blob in blobs)
        {
            plaintext[at] = (byte)((byte)blob.Handle.Type | CompressedFlag);
            BinaryPrimitives.WriteUInt32LittleEndian(plaintext.AsSpan(at + 1), blob.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(plaintext.AsSpan(at + 5), blob.UncompressedLength);
            blob.Handle.Id.Value.Write(plaintext.AsSpan(at + 9));
            at += CompressedEntry;
        }

        var header = new byte[plaintext.Length + SealingKey.Overhead + LengthSize];
        key.Seal(plaintext, header.AsSpan(..^LengthSize));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(^LengthSize..), (uint)(header.Length - LengthSize));
        return header;
    }

    /// <summary>How long the sealed header is that ends a pack of <paramref name="packSize"/> bytes.</summary>
    /// <param name="end">The pack's last four bytes.</param>
    internal static int SealedLength(PackId pack, long packSize, ReadOnlySpan<byte> end)
    {
        if (packSize < SmallestPack)
        {
            throw Damaged(pack, $"it is only {packSize} bytes long");
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(end);
        return length <= SealingKey.Overhead || length > Math.Min(packSize - LengthSize, Array.MaxLength)
            ? throw Damaged(pack, $"its header claims {length} bytes")
            : (int)length;
    }

    internal static List<PackedBlob> Decode(SealingKey key, PackId pack, long packSize, ReadOnlySpan<byte> sealedHeader)
    {
        ReadOnlySpan<byte> rest = key.TryOpen(sealedHeader) ?? throw Damaged(pack, "its header is not sealed with this repository's key");
        List<PackedBlob> blobs = [];
        long offset = 0;
        while (!rest.IsEmpty)
        {
            var isCompressed = (rest[0] & CompressedFlag) != 0;
            var size = isCompressed ? CompressedEntry : PlainEntry;
            if (rest[0] > 3)
            {
                throw RepositoryException.NotUnderstood($"pack {pack} has a header that lists a blob of a kind that is not known ({rest[0]})");
            }

            if (rest.Length < size || (isCompressed && BinaryPrimitives.ReadUInt32LittleEndian(rest[5..]) == 0))
            {
                throw Damaged(pack, "its header has an entry of nothing, or is cut off");
            }

            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[1..]);
            var handle = new BlobHandle((BlobType)(rest[0] & 1), new(Digest.Read(rest[(size - Digest.Size)..])));
            var uncompressed = isCompressed ? BinaryPrimitives.ReadUInt32LittleEndian(rest[5..]) : 0;
            if (offset + length > packSize || offset > uint.MaxValue)
            {
                throw Damaged(pack, "its header lists more than the pack holds");
            }

            blobs.Add(new(handle, (uint)offset, length, uncompressed));
            offset += length;
            rest = rest[size..];
        }

        var expected = offset + sealedHeader.Length + LengthSize;
        return expected == packSize ? blobs : throw Damaged(pack, $"its header accounts for {expected} bytes, the pack has {packSize}");
    }

    private static RepositoryException Damaged(PackId pack, string why) => RepositoryException.Damaged($"pack {pack} is damaged: {why}");
}
