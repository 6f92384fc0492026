using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;

namespace Holdfast.Restic.Packs;

/// <summary>A whole pack in memory: its name and what it holds.</summary>
internal sealed record Pack(PackId Id, ReadOnlyMemory<byte> Content, IReadOnlyList<PackedBlob> Blobs)
{
    /// <summary>
    /// Reads a pack as a stranger would: hashes the whole, opens the header, and decrypts, decompresses and hashes every blob.
    /// The same is done to our own packs before they are stored, because compressors and memory have failed before.
    /// </summary>
    /// <exception cref="RepositoryException">Damaged: the first thing found wrong.</exception>
    internal static Pack Verify(SealingKey key, PackId id, ReadOnlyMemory<byte> content)
    {
        var hash = PackId.Of(content.Span);
        if (hash != id)
        {
            throw RepositoryException.Damaged($"pack {id} is damaged: its SHA-256 is {hash}, not its name");
        }

        var pack = new Pack(id, content, HeaderOf(key, id, content.Span));
        foreach (var blob in pack.Blobs)
        {
            BlobCodec.Verify(key, id, blob, content.Span.Slice((int)blob.Offset, (int)blob.Length));
        }

        return pack;
    }

    internal static List<PackedBlob> HeaderOf(SealingKey key, PackId id, ReadOnlySpan<byte> content)
    {
        var length = PackHeader.SealedLength(id, content.Length, content[Math.Max(0, content.Length - PackHeader.LengthSize)..]);
        return PackHeader.Decode(key, id, content.Length, content[^(length + PackHeader.LengthSize)..^PackHeader.LengthSize]);
    }
}
