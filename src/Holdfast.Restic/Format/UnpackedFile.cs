using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Format;

/// <summary>Index, snapshot and lock files: sealed JSON, in version 2 behind the byte 2 and in a zstd frame.</summary>
internal static class UnpackedFile
{
    private const byte Compressed = 2;

    // A few bytes can unpack into gigabytes, and every command reads all snapshots, locks and index files, several at once. Each gets room for what it
    // can hold and no more. In an index more than half of what is written are hashes, which do not shrink: one of restic's unpacks to some three times its
    // length. Paths and patterns by the thousand shrink far more, and are never much.
    private static int LimitOf(FileKind kind, long frame) => kind == FileKind.Index
        ? (int)Math.Min(Array.MaxLength, Math.Max(MostUnasked, frame * MostRatioOfIndex))
        : (int)Math.Min(MostUnasked, Math.Max(4 << 20, frame * MostRatio));

    private const int MostUnasked = 64 << 20;
    private const long MostRatioOfIndex = 16;
    private const long MostRatio = 256;
    private const long LargeFrom = 16 << 20;

    /// <param name="version">The repository's: version 1 knows only plain JSON.</param>
    internal static byte[] Encode(SealingKey key, ReadOnlySpan<byte> json, uint version = 2) =>
        key.Seal(version < 2 ? json : [Compressed, .. Zstd.Compress(json)]);

    internal static byte[] Decode(SealingKey key, ReadOnlySpan<byte> stored, FileName file)
    {
        var plaintext = key.TryOpen(stored) ?? throw NotOurs(file);
        return plaintext switch
        {
            [(byte)'{' or (byte)'[', ..] => plaintext,
            [Compressed, .. var frame] => Zstd.Decompress(frame, LimitOf(file.Kind, frame.Length), file.Path),
            _ => throw RepositoryException.NotUnderstood($"{file} is sealed with this repository's key, but its content has an encoding that is not known"),
        };
    }

    /// <summary>What to save, and under which name: the SHA-256 of its bytes. Read back here, because compressors and memory have failed before.</summary>
    internal static (FileName File, byte[] Content) Named(SealingKey key, FileKind kind, ReadOnlySpan<byte> json, uint version = 2)
    {
        var content = Encode(key, json, version);
        var file = new FileName(kind, Digest.Of(content).ToString());
        return Decode(key, content, file).AsSpan().SequenceEqual(json)
            ? (file, content)
            : throw RepositoryException.Damaged($"{file} did not read back as it was written, before it was stored", "test this machine's memory");
    }

    internal static async Task<FileName> SaveAsync(
        IBackend backend, SealingKey key, FileKind kind, byte[] json, CancellationToken ct, uint version = 2)
    {
        var (file, content) = Named(key, kind, json, version);
        await backend.SaveAsync(file, content, ct);
        return file;
    }

    internal static async Task<byte[]> LoadAsync(IBackend backend, SealingKey key, FileName file, CancellationToken ct) =>
        Decode(key, await backend.LoadVerifiedAsync(file, ct, size => RequireOursAsync(backend, key, file, size, ct)), file);

    // Who has the store's disk makes a file of gigabytes for nothing, under the hash of its zeros. What is large gets its room after our key was found to
    // have sealed it, and what does not even begin as anything that we read is not read whole for that.
    private static async Task RequireOursAsync(IBackend backend, SealingKey key, FileName file, long size, CancellationToken ct)
    {
        if (size > LargeFrom && !await key.IsSealedAsync(size, (offset, buffer) => backend.LoadAsync(file, offset, buffer, ct), RequireKnownBegin))
        {
            throw NotOurs(file);
        }

        void RequireKnownBegin(byte[] begin)
        {
            var isKnown = begin is [Compressed, 0x28, 0xB5, 0x2F, 0xFD, ..]
                || (begin is [(byte)'{' or (byte)'[', ..] && !begin.AsSpan().ContainsAnyExceptInRange((byte)'\t', (byte)'~'));
            if (!isKnown)
            {
                throw RepositoryException.NotUnderstood(
                    $"{file} has {size} bytes, and does not begin as what this repository's key sealed in an encoding that is known");
            }
        }
    }

    private static RepositoryException NotOurs(FileName file) => RepositoryException.Damaged($"{file} is damaged: it is not sealed with this repository's key");
}
