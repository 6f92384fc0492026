using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Holdfast.Recovery.Trust;

/// <summary>
/// A machine's signature under what it recorded, beside it in a repository: over the name of its memory and the hash of all records. The key is in it;
/// whether that is a machine of the organization, the reader must know from elsewhere.
/// </summary>
public static class RecordSeal
{
    /// <summary>What the records are about: a seal under some is none under others.</summary>
    public const string Protection = "protection records";

    public const string Codes = "codes";

    private const int Longest = 4096;

    public static byte[] Sign(string state, ReadOnlySpan<byte> records, ECDsa key, string what = Protection)
    {
        var signature = key.SignData(TextOf(what, state, records), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return JsonSerializer.SerializeToUtf8Bytes(
            new SealOfRecords(Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), Convert.ToBase64String(signature)), StatementJson.Plain.SealOfRecords);
    }

    /// <returns>SHA-256 of the public key that signed exactly these records, hexadecimal; null: none did.</returns>
    public static string? SignerOf(ReadOnlySpan<byte> seal, string state, ReadOnlySpan<byte> records, string what = Protection)
    {
        try
        {
            if (seal.Length > Longest || JsonSerializer.Deserialize(seal, StatementJson.Plain.SealOfRecords) is not { Key: { } publicKey, Signature: { } signature })
            {
                return null;
            }

            using var key = ECDsa.Create();
            var bytes = Convert.FromBase64String(publicKey);
            key.ImportSubjectPublicKeyInfo(bytes, out var read);
            return read == bytes.Length && key.VerifyData(TextOf(what, state, records), Convert.FromBase64String(signature), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
                ? Convert.ToHexStringLower(SHA256.HashData(bytes))
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or CryptographicException or PlatformNotSupportedException)
        {
            return null; // Whatever it is, it signs nothing.
        }
    }

    private static byte[] TextOf(string what, string state, ReadOnlySpan<byte> records) =>
        Encoding.UTF8.GetBytes($"holdfast {what}\n{state}\n{Convert.ToHexStringLower(SHA256.HashData(records))}\n");
}

/// <param name="Key">SubjectPublicKeyInfo, base64.</param>
/// <param name="Signature">ECDSA P-256 with SHA-256, DER, base64.</param>
internal sealed record SealOfRecords(string Key, string Signature);
