using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Holdfast.Restic.Crypto;

/// <summary>The primitives that .NET lacks, from the OpenSSL that .NET itself uses on Linux.</summary>
internal static unsafe partial class LibCrypto
{
    internal const string Library = "libcrypto.so.3";

    [LibraryImport(Library)]
    internal static partial nint EVP_CIPHER_CTX_new();

    [LibraryImport(Library)]
    internal static partial void EVP_CIPHER_CTX_free(nint context);

    [LibraryImport(Library)]
    internal static partial nint EVP_aes_256_ctr();

    [LibraryImport(Library)]
    internal static partial nint EVP_aes_128_ecb();

    [LibraryImport(Library)]
    internal static partial int EVP_EncryptInit_ex(nint context, nint cipher, nint engine, byte* key, byte* iv);

    [LibraryImport(Library)]
    internal static partial int EVP_EncryptUpdate(nint context, byte* output, int* written, byte* input, int length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint EVP_MAC_fetch(nint library, string algorithm, string? properties);

    [LibraryImport(Library)]
    internal static partial nint EVP_MAC_CTX_new(nint mac);

    [LibraryImport(Library)]
    internal static partial void EVP_MAC_CTX_free(nint context);

    [LibraryImport(Library)]
    internal static partial int EVP_MAC_init(nint context, byte* key, nuint keyLength, nint parameters);

    [LibraryImport(Library)]
    internal static partial int EVP_MAC_update(nint context, byte* data, nuint length);

    [LibraryImport(Library)]
    internal static partial int EVP_MAC_final(nint context, byte* output, nuint* written, nuint size);

    [LibraryImport(Library)]
    internal static partial int EVP_PBE_scrypt(
        byte* password, nuint passwordLength, byte* salt, nuint saltLength, ulong n, ulong r, ulong p, ulong maximumMemory,
        byte* key, nuint keyLength);

    [LibraryImport(Library)]
    private static partial ulong ERR_get_error();

    [LibraryImport(Library)]
    private static partial void ERR_error_string_n(ulong error, byte* text, nuint size);

    /// <summary>These calls fail only for want of memory or of the algorithm, so a failure is nothing to go on from.</summary>
    internal static void Require(bool done, string call)
    {
        if (!done)
        {
            var text = stackalloc byte[256];
            ERR_error_string_n(ERR_get_error(), text, 256);
            var said = Marshal.PtrToStringUTF8((nint)text);
            throw said?.Contains("malloc failure", StringComparison.Ordinal) == true
                ? new InsufficientMemoryException($"{call} had no memory")
                : new CryptographicException($"{call} failed: {said}");
        }
    }
}
