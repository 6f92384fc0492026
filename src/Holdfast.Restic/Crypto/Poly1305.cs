namespace Holdfast.Restic.Crypto;

/// <summary>The one-time authenticator. The key's first half is clamped where it is used.</summary>
internal static unsafe class Poly1305
{
    internal const int KeySize = 32, TagSize = 16;

    private static readonly nint Algorithm = LibCrypto.EVP_MAC_fetch(0, "POLY1305", null);

    internal static void Compute(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> tag)
    {
        LibCrypto.Require(Algorithm != 0, "EVP_MAC_fetch");
        var context = LibCrypto.EVP_MAC_CTX_new(Algorithm);
        try
        {
            fixed (byte* k = key, m = message, t = tag)
            {
                nuint written;
                LibCrypto.Require(context != 0 && LibCrypto.EVP_MAC_init(context, k, KeySize, 0) == 1, "EVP_MAC_init");
                LibCrypto.Require(LibCrypto.EVP_MAC_update(context, m, (nuint)message.Length) == 1, "EVP_MAC_update");
                LibCrypto.Require(LibCrypto.EVP_MAC_final(context, t, &written, TagSize) == 1, "EVP_MAC_final");
            }
        }
        finally
        {
            LibCrypto.EVP_MAC_CTX_free(context);
        }
    }
}
