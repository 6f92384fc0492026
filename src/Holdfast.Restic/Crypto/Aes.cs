namespace Holdfast.Restic.Crypto;

/// <summary>AES the two ways the format needs it.</summary>
internal static unsafe class Aes
{
    internal const int BlockSize = 16;

    /// <summary>AES-256-CTR; the whole <paramref name="iv"/> is the first counter block, counted up as a 128-bit big-endian number.</summary>
    internal static void Counter256(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> input, Span<byte> output) =>
        Run(LibCrypto.EVP_aes_256_ctr(), key, iv, input, output);

    internal static void EncryptBlock128(ReadOnlySpan<byte> key, ReadOnlySpan<byte> block, Span<byte> output) =>
        Run(LibCrypto.EVP_aes_128_ecb(), key, [], block, output);

    private static void Run(nint cipher, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> input, Span<byte> output)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, input.Length);
        if (input.IsEmpty)
        {
            return;
        }

        var context = LibCrypto.EVP_CIPHER_CTX_new();
        try
        {
            fixed (byte* k = key, v = iv, i = input, o = output)
            {
                int written;
                LibCrypto.Require(context != 0 && LibCrypto.EVP_EncryptInit_ex(context, cipher, 0, k, v) == 1, "EVP_EncryptInit_ex");
                LibCrypto.Require(LibCrypto.EVP_EncryptUpdate(context, o, &written, i, input.Length) == 1, "EVP_EncryptUpdate");
            }
        }
        finally
        {
            LibCrypto.EVP_CIPHER_CTX_free(context);
        }
    }
}
