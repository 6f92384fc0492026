using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Recovery.Trust;

/// <summary>
/// Signatures under what a small snapshot says by its tags and its time, themselves tags of it, so that they are read with the list of snapshots and
/// cost no further look. A machine seals by its own key, and whoever may sign for the organization signs for it by name: one key may be of several.
/// </summary>
public static class TagSeal
{
    private const string Machine = "sealed:";
    private const string Holder = "signed:";

    /// <summary>More would only cost time: each is a signature to be tried.</summary>
    private const int MostTried = 4;

    /// <param name="tags">All others of the snapshot.</param>
    public static string SealedBy(ECDsa machine, IEnumerable<string> tags, DateTimeOffset at) => Machine + Sign(machine, TextOf("", tags, at));

    /// <param name="tags">All others of the snapshot.</param>
    public static string SignedBy(ECDsa holder, string organization, IEnumerable<string> tags, DateTimeOffset at) => Holder + Sign(holder, TextOf(organization, tags, at));

    /// <returns>SHA-256 of each machine's public key that sealed exactly this, hexadecimal.</returns>
    public static ImmutableArray<string> Machines(IReadOnlyCollection<string> tags, DateTimeOffset at) =>
        [.. Signers(Machine, "", tags, at).Select(key => Convert.ToHexStringLower(SHA256.HashData(key)))];

    /// <returns>Each key that signed exactly this for the organization.</returns>
    public static ImmutableArray<KeyFingerprint> Holders(string organization, IReadOnlyCollection<string> tags, DateTimeOffset at) =>
        [.. Signers(Holder, organization, tags, at).Select(key => KeyFingerprint.Of(key))];

    /// <summary>Whether somebody signed it for an organization, whoever that is.</summary>
    public static bool IsSigned(IEnumerable<string> tags) => tags.Any(t => t.StartsWith(Holder, StringComparison.Ordinal));

    private static string Sign(ECDsa key, byte[] text) => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())
        + "." + Convert.ToBase64String(key.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    private static IEnumerable<byte[]> Signers(string prefix, string organization, IReadOnlyCollection<string> tags, DateTimeOffset at)
    {
        byte[]? text = null;
        foreach (var tag in tags.Where(t => t.StartsWith(prefix, StringComparison.Ordinal)).Take(MostTried))
        {
            if (SignerOf(tag[prefix.Length..], text ??= TextOf(organization, tags, at)) is { } key)
            {
                yield return key;
            }
        }
    }

    private static byte[]? SignerOf(string seal, byte[] text)
    {
        try
        {
            var parts = seal.Split('.');
            var publicKey = Convert.FromBase64String(parts[0]);
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(publicKey, out var read);
            return parts.Length == 2 && read == publicKey.Length
                && key.VerifyData(text, Convert.FromBase64String(parts[1]), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
                    ? publicKey
                    : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or PlatformNotSupportedException)
        {
            return null; // Whatever it is, it signs nothing.
        }
    }

    private static byte[] TextOf(string organization, IEnumerable<string> tags, DateTimeOffset at) => Encoding.UTF8.GetBytes(string.Join(
        '\n',
        tags.Where(t => !t.StartsWith(Machine, StringComparison.Ordinal) && !t.StartsWith(Holder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Prepend($"{at.UtcTicks}").Prepend(organization).Prepend("holdfast snapshot")));
}
