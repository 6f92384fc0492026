using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;

namespace Holdfast.Restic.Packs;

/// <summary>A blob's plaintext to what stands in a pack, and back.</summary>
internal static class BlobCodec
{
    /// <summary>No data blob takes more in a pack.</summary>
    internal const long StoredLimit = 2 * DataLimit;

    // Data blobs are 8 MiB at the most as restic cuts them. A tree grows with its folder; what can be had in one piece of memory is read.
    private const long DataLimit = 64 << 20;

    /// <summary>The longest tree that is stored: sealed and in its pack it still fits into one piece of memory. Some five million names.</summary>
    internal const long WrittenLimit = 2_000_000_000;

    // The longest that may be compressed and sealed into a piece of memory, with a margin for what comes around it.
    /// <summary>A tree may unpack to so much whatever it is made of; to more only as far as names, times and hashes shrink.</summary>
    private const long TreeUnasked = 64 << 20;

    /// <summary>A folder of a million empty files with counted names is the most even one that there is, and shrinks to a fortieth.</summary>
    private const long MostTreeRatio = 128;

    private static readonly long TreeLimit = Array.MaxLength - SealingKey.Overhead;

    /// <summary>
    /// Compresses and seals. Incompressible content becomes a frame too: with one key for everything in a repository, the frame's first
    /// bytes keep a file's content from ever posing as an index or a snapshot.
    /// </summary>
    /// <returns>A buffer of <see cref="BlobBuffers"/>, which the caller returns, and how much of it is used.</returns>
    internal static (byte[] Buffer, int Length) Encode(
        SealingKey key, ReadOnlySpan<byte> plaintext, Compression compression = Compression.Auto)
    {
        var frame = BlobBuffers.Pool.Rent(Math.Max(Zstd.Bound(plaintext.Length), RawFrame.Length(plaintext.Length)));
        try
        {
            var length = Compress(plaintext, frame, compression);
            var sealedBytes = BlobBuffers.Pool.Rent(length + SealingKey.Overhead);
            key.Seal(frame.AsSpan(0, length), sealedBytes.AsSpan(0, length + SealingKey.Overhead));
            return (sealedBytes, length + SealingKey.Overhead);
        }
        finally
        {
            BlobBuffers.Pool.Return(frame);
        }
    }

    /// <summary>Opens, decompresses and compares with its name; what comes back is exactly what was stored under it.</summary>
    /// <exception cref="RepositoryException">Damaged, with the pack and the bytes of it.</exception>
    internal static byte[] Decode(SealingKey key, PackId pack, PackedBlob blob, ReadOnlySpan<byte> stored)
    {
        RequirePlausible(pack, blob);
        var plaintext = GC.AllocateUninitializedArray<byte>((int)blob.PlaintextLength);
        Decode(key, pack, blob, stored, plaintext);
        return plaintext;
    }

    /// <summary>The same for whoever only wants to know that it is good.</summary>
    internal static void Verify(SealingKey key, PackId pack, PackedBlob blob, ReadOnlySpan<byte> stored)
    {
        RequirePlausible(pack, blob);
        var plaintext = BlobBuffers.Pool.Rent((int)blob.PlaintextLength);
        try
        {
            Decode(key, pack, blob, stored, plaintext.AsSpan(0, (int)blob.PlaintextLength));
        }
        finally
        {
            BlobBuffers.Pool.Return(plaintext);
        }
    }

    // What does not compress takes a little more than itself.
    private static long StoredLimitOf(long limit) => Math.Min(Array.MaxLength, limit + (limit >> 7) + (64 << 10));

    // What restic's words come to in its own compressor: as fast as it goes, the default, about twice and about ten times the work.
    // Beyond 12 the library gains little within a window as small as ours.
    private static int Compress(ReadOnlySpan<byte> plaintext, Span<byte> frame, Compression compression) => compression switch
    {
        Compression.Off => RawFrame.Write(plaintext, frame),
        Compression.Fastest => Zstd.Compress(plaintext, frame, 1),
        Compression.Better => Zstd.Compress(plaintext, frame, 7),
        Compression.Max => Zstd.Compress(plaintext, frame, 12),
        _ => Zstd.Compress(plaintext, frame),
    };

    /// <summary>Before anything of the size that a header or an index claims is made or read.</summary>
    /// <exception cref="RepositoryException">Damaged.</exception>
    internal static void RequirePlausible(PackId pack, PackedBlob blob)
    {
        var frame = (long)blob.Length - SealingKey.Overhead;
        if (frame < 0 || (blob.IsCompressed && blob.PlaintextLength > Zstd.MostPlaintext(frame)))
        {
            throw Damaged(pack, blob, $"it claims a plaintext of {blob.PlaintextLength} bytes in {blob.Length}");
        }

        var limit = blob.Handle.Type == BlobType.Data ? DataLimit
            : blob.IsCompressed ? Math.Min(TreeLimit, Math.Max(TreeUnasked, frame * MostTreeRatio))
            : TreeLimit;
        if (blob.PlaintextLength > limit || blob.Length > StoredLimitOf(limit))
        {
            throw RepositoryException.NotUnderstood(
                $"{blob.Handle} in pack {pack} is too large for Holdfast: {blob.PlaintextLength} bytes, {blob.Length} as stored; it reads up to {limit}");
        }
    }

    /// <summary>The same into a buffer of exactly the plaintext's length, which must have been found plausible.</summary>
    internal static void Decode(SealingKey key, PackId pack, PackedBlob blob, ReadOnlySpan<byte> stored, Span<byte> plaintext)
    {
        var length = stored.Length - SealingKey.Overhead;
        var opened = blob.IsCompressed ? BlobBuffers.Pool.Rent(length) : [];
        try
        {
            if (!key.TryOpen(stored, blob.IsCompressed ? opened.AsSpan(0, length) : plaintext))
            {
                throw Damaged(pack, blob, "its seal is broken");
            }

            if (blob.IsCompressed && Zstd.Decompress(opened.AsSpan(0, length), plaintext) is { } wrong)
            {
                throw Damaged(pack, blob, wrong);
            }
        }
        finally
        {
            if (blob.IsCompressed)
            {
                BlobBuffers.Pool.Return(opened);
            }
        }

        if (BlobId.Of(plaintext) is var id && id != blob.Handle.Id)
        {
            throw Damaged(pack, blob, $"its content is that of {id}");
        }
    }

    private static RepositoryException Damaged(PackId pack, PackedBlob blob, string why) =>
        RepositoryException.Damaged($"{blob.Handle} in pack {pack} (bytes {blob.Offset} to {blob.End}) is damaged: {why}");
}
