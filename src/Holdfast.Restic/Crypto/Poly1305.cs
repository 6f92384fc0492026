namespace Holdfast.Restic.Crypto;

/// <summary>The one-time authenticator, over a message that comes in pieces. The key's first half is clamped where it is used.</summary>
internal sealed unsafe class Poly1305 : IDisposable
{
    internal const int KeySize = 32, TagSize = 16;

    private static readonly nint Algorithm = LibCrypto.EVP_MAC_fetch(0, "POLY1305", null);

    private readonly nint _context;

    internal Poly1305(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeySize);
        LibCrypto.Require(Algorithm != 0, "EVP_MAC_fetch");
        _context = LibCrypto.EVP_MAC_CTX_new(Algorithm);
        try
        {
            fixed (byte* k = key)
            {
                LibCrypto.Require(_context != 0 && LibCrypto.EVP_MAC_init(_context, k, KeySize, 0) == 1, "EVP_MAC_init");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal void Add(ReadOnlySpan<byte> piece)
    {
        fixed (byte* p = piece)
        {
            LibCrypto.Require(LibCrypto.EVP_MAC_update(_context, p, (nuint)piece.Length) == 1, "EVP_MAC_update");
        }
    }

    /// <param name="tag">Of <see cref="TagSize"/> bytes. Nothing can be added after it.</param>
    internal void Finish(Span<byte> tag)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(tag.Length, TagSize);
        fixed (byte* t = tag)
        {
            nuint written;
            LibCrypto.Require(LibCrypto.EVP_MAC_final(_context, t, &written, TagSize) == 1, "EVP_MAC_final");
        }
    }

    public void Dispose() => LibCrypto.EVP_MAC_CTX_free(_context);
}
