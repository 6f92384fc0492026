using System.Buffers;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Format;

namespace Holdfast.Restic.Packs;

/// <summary>A blob's plaintext to what stands in a pack, and back.</summary>
internal static class BlobCodec
{
    // Data blobs are 8 MiB at the most as restic cuts them. A tree grows with its folder: 512 MiB is a million entries.
    private const long DataLimit = 64 << 20, TreeLimit = 512 << 20;

    /// <summary>
    /// Compresses and seals. Incompressible content becomes a frame too: with one key for everything in a repository, the frame's first
    /// bytes keep a file's content from ever posing as an index or a snapshot.
    /// </summary>
    /// <returns>A buffer from the shared pool, which the caller returns, and how much of it is used.</returns>
    internal static (byte[] Buffer, int Length) Encode(SealingKey key, ReadOnlySpan<byte> plaintext)
    {
        var frame = ArrayPool<byte>.Shared.Rent(Zstd.Bound(plaintext.Length));
        try
        {
            var length = Zstd.Compress(plaintext, frame);
            var sealedBytes = ArrayPool<byte>.Shared.Rent(length + SealingKey.Overhead);
            key.Seal(frame.AsSpan(0, length), sealedBytes.AsSpan(0, length + SealingKey.Overhead));
            return (sealedBytes, length + SealingKey.Overhead);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame);
        }
    }

    /// <summary>Opens, decompresses and compares with its name; what comes back is exactly what was stored under it.</summary>
    /// <exception cref="RepositoryException">Damaged, with the pack and the bytes of it.</exception>
    internal static byte[] Decode(SealingKey key, PackId pack, PackedBlob blob, ReadOnlySpan<byte> stored)
    {
        if (blob.Length < SealingKey.Overhead || blob.PlaintextLength > (blob.Handle.Type == BlobType.Data ? DataLimit : TreeLimit))
        {
            throw Damaged(pack, blob, $"it claims a plaintext of {blob.PlaintextLength} bytes");
        }

        var plaintext = new byte[blob.PlaintextLength];
        if (!blob.IsCompressed)
        {
            return key.TryOpen(stored, plaintext) ? Named(pack, blob, plaintext) : throw Damaged(pack, blob, "its seal is broken");
        }

        var length = stored.Length - SealingKey.Overhead;
        var frame = ArrayPool<byte>.Shared.Rent(Math.Max(length, 1));
        try
        {
            return !key.TryOpen(stored, frame.AsSpan(0, length)) ? throw Damaged(pack, blob, "its seal is broken")
                : Zstd.Decompress(frame.AsSpan(0, length), plaintext) is { } wrong ? throw Damaged(pack, blob, wrong)
                : Named(pack, blob, plaintext);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame);
        }
    }

    private static byte[] Named(PackId pack, PackedBlob blob, byte[] plaintext) =>
        BlobId.Of(plaintext) is var id && id == blob.Handle.Id ? plaintext : throw Damaged(pack, blob, $"its content is that of {id}");

    private static RepositoryException Damaged(PackId pack, PackedBlob blob, string why) =>
        RepositoryException.Damaged($"{blob.Handle} in pack {pack} (bytes {blob.Offset} to {blob.End}) is damaged: {why}");
}
