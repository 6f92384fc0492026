using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Holdfast.Recovery.Evidence;

/// <summary>
/// The last line of an evidence file: an ECDSA P-256 signature (SHA-256, DER) over every byte before that line. The key is in the
/// line, so that anybody can check it; whose key it is, the reader must know from elsewhere (its fingerprint is printed).
/// </summary>
/// <param name="Seq">The line's number, from 1.</param>
/// <param name="Prev">The hash of the line before.</param>
/// <param name="Key">The public key: SubjectPublicKeyInfo, base64.</param>
/// <param name="Signature">Base64.</param>
public sealed record Seal(long Seq, string Prev, string Key, string Signature)
{
    /// <summary>Seals a journal. The result ends with the seal's line and its line end.</summary>
    /// <param name="journal">Whole lines, as <see cref="Runs.JournalText"/> reads them.</param>
    public static byte[] Close(ReadOnlySpan<byte> journal, ECDsa key)
    {
        var read = Runs.JournalText.Read(journal);
        if (read.WholeBytes != journal.Length)
        {
            throw new ArgumentException("A journal that ends in half a line cannot be sealed.", nameof(journal));
        }

        var signature = key.SignData(journal, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var seal = new Seal(
            read.Chain.Length + 1,
            read.Chain.Head,
            Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()),
            Convert.ToBase64String(signature));
        return [.. journal, .. seal.ToLine(), (byte)'\n'];
    }

    /// <summary>SHA-256 of a public key, hexadecimal: what is compared and printed.</summary>
    public static string FingerprintOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    internal byte[] ToLine() => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(this, SealJson.Default.Seal);

    internal bool Signs(ReadOnlySpan<byte> journal)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(Key), out _);
        return key.VerifyData(journal, Convert.FromBase64String(Signature), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    internal string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(Key)));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Seal))]
internal sealed partial class SealJson : JsonSerializerContext;
