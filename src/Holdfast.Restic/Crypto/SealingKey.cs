using System.Security.Cryptography;
using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Crypto;

/// <summary>
/// Seals and opens objects: <c>IV(16) ‖ AES-256-CTR ‖ Poly1305-AES tag(16)</c>. A repository has one such key, the master key,
/// and each password makes another that opens a copy of it.
/// </summary>
internal sealed class SealingKey
{
    internal const int Size = 64, Overhead = 32;
    private const int IvSize = Aes.BlockSize, PieceSize = 4 << 20;

    private readonly byte[] _encrypt, _k, _r;

    internal SealingKey(ReadOnlySpan<byte> encrypt, ReadOnlySpan<byte> k, ReadOnlySpan<byte> r)
    {
        if (encrypt.Length != 32 || k.Length != 16 || r.Length != 16
            || !encrypt.ContainsAnyExcept((byte)0) || !k.ContainsAnyExcept((byte)0) || !r.ContainsAnyExcept((byte)0))
        {
            throw RepositoryException.Damaged("a key of the repository has the wrong size or is all zero");
        }

        (_encrypt, _k, _r) = (encrypt.ToArray(), k.ToArray(), r.ToArray());
    }

    internal ReadOnlySpan<byte> Encrypt => _encrypt;

    internal ReadOnlySpan<byte> K => _k;

    internal ReadOnlySpan<byte> R => _r;

    internal static SealingKey CreateRandom() => FromBytes(RandomNumberGenerator.GetBytes(Size));

    /// <summary>64 bytes in the order in which scrypt gives them: the AES key, k, r.</summary>
    internal static SealingKey FromBytes(ReadOnlySpan<byte> bytes) => new(bytes[..32], bytes[32..48], bytes[48..64]);

    /// <summary>Seals into <paramref name="destination"/>, which is <see cref="Overhead"/> bytes longer than the plaintext.</summary>
    internal void Seal(ReadOnlySpan<byte> plaintext, Span<byte> destination)
    {
        // The IV must never repeat under one key, for CTR and for Poly1305-AES alike: 16 bytes of the system's generator.
        Span<byte> iv = stackalloc byte[IvSize];
        RandomNumberGenerator.Fill(iv);
        Seal(iv, plaintext, destination);
    }

    internal void Seal(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> plaintext, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, plaintext.Length + Overhead);
        iv.CopyTo(destination);
        var ciphertext = destination[IvSize..^Poly1305.TagSize];
        Aes.Counter256(_encrypt, iv, plaintext, ciphertext);
        Authenticate(iv, ciphertext, destination[^Poly1305.TagSize..]);
    }

    internal byte[] Seal(ReadOnlySpan<byte> plaintext)
    {
        var sealedBytes = new byte[plaintext.Length + Overhead];
        Seal(plaintext, sealedBytes);
        return sealedBytes;
    }

    /// <summary>Opens into <paramref name="plaintext"/>, which is <see cref="Overhead"/> bytes shorter than what is sealed.</summary>
    /// <returns>False when the object is not one that this key sealed; then nothing was decrypted.</returns>
    internal bool TryOpen(ReadOnlySpan<byte> sealedBytes, Span<byte> plaintext)
    {
        if (sealedBytes.Length < Overhead || plaintext.Length != sealedBytes.Length - Overhead)
        {
            return false;
        }

        var iv = sealedBytes[..IvSize];
        var ciphertext = sealedBytes[IvSize..^Poly1305.TagSize];
        Span<byte> tag = stackalloc byte[Poly1305.TagSize];
        Authenticate(iv, ciphertext, tag);
        if (!iv.ContainsAnyExcept((byte)0) || !CryptographicOperations.FixedTimeEquals(tag, sealedBytes[^Poly1305.TagSize..]))
        {
            return false;
        }

        Aes.Counter256(_encrypt, iv, ciphertext, plaintext);
        return true;
    }

    /// <returns>Null when the object is not one that this key sealed.</returns>
    internal byte[]? TryOpen(ReadOnlySpan<byte> sealedBytes)
    {
        var plaintext = new byte[Math.Max(0, sealedBytes.Length - Overhead)];
        return TryOpen(sealedBytes, plaintext) ? plaintext : null;
    }

    /// <summary>Whether this key sealed an object, in the memory of one piece of it.</summary>
    /// <param name="size">Of the object, in bytes.</param>
    /// <param name="read">Fills the buffer from an offset.</param>
    /// <param name="accept">Told first how the object's content begins if this key sealed it; throws where that need not be found out.</param>
    internal async Task<bool> IsSealedAsync(long size, Func<long, Memory<byte>, Task> read, Action<byte[]> accept)
    {
        if (size < Overhead + Aes.BlockSize)
        {
            return false;
        }

        var head = new byte[IvSize + Aes.BlockSize];
        await read(0, head);
        var iv = head.AsMemory(0, IvSize);
        var begin = new byte[Aes.BlockSize];
        if (!iv.Span.ContainsAnyExcept((byte)0))
        {
            return false;
        }

        Aes.Counter256(_encrypt, iv.Span, head.AsSpan(IvSize), begin);
        accept(begin);
        using var sum = Authenticator(iv.Span);
        var piece = new byte[PieceSize];
        var end = size - Poly1305.TagSize;
        for (long at = IvSize; at < end; at += piece.Length)
        {
            var part = piece.AsMemory(0, (int)Math.Min(piece.Length, end - at));
            await read(at, part);
            sum.Add(part.Span);
        }

        byte[] tag = new byte[Poly1305.TagSize], said = new byte[Poly1305.TagSize];
        await read(end, said);
        sum.Finish(tag);
        return CryptographicOperations.FixedTimeEquals(tag, said);
    }

    private void Authenticate(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> ciphertext, Span<byte> tag)
    {
        using var sum = Authenticator(iv);
        sum.Add(ciphertext);
        sum.Finish(tag);
    }

    private Poly1305 Authenticator(ReadOnlySpan<byte> iv)
    {
        Span<byte> key = stackalloc byte[Poly1305.KeySize];
        _r.CopyTo(key);
        Aes.EncryptBlock128(_k, iv, key[16..]);
        return new(key);
    }
}
