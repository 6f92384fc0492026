using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Recovery.Trust;

/// <summary>
/// What a public key is compared by, on paper and on a screen, and the head of a journal: the first 120 bits of the SHA-256 in 24 signs and one that
/// checks them, in groups of five. Any one sign mistyped and any two exchanged are noticed.
/// </summary>
public readonly record struct KeyFingerprint
{
    private const int Bytes = 15;
    private const int DataSigns = 24;
    private const int InGroup = 5;

    /// <summary>Without I, L, O and U, as in Douglas Crockford's base 32.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private readonly string? _signs;

    private KeyFingerprint(string signs) => _signs = signs;

    /// <param name="publicKey">SubjectPublicKeyInfo; or the last line of a journal.</param>
    public static KeyFingerprint Of(ReadOnlySpan<byte> publicKey)
    {
        var hash = SHA256.HashData(publicKey).AsSpan(0, Bytes);
        var signs = new char[DataSigns];
        for (var i = 0; i < DataSigns; i++)
        {
            var bit = i * 5;
            var pair = (hash[bit / 8] << 8) | (bit / 8 + 1 < Bytes ? hash[bit / 8 + 1] : 0);
            signs[i] = Alphabet[(pair >> (11 - bit % 8)) & 31];
        }

        return new(new string(signs) + Check(signs));
    }

    /// <summary>As somebody typed it: small letters, other groups, and letters that look like digits do.</summary>
    /// <returns>Whether it can be one.</returns>
    public static bool TryRead(string? typed, out KeyFingerprint fingerprint)
    {
        var signs = new StringBuilder();
        foreach (var sign in (typed ?? "").ToUpperInvariant().Where(c => c != '-' && !char.IsWhiteSpace(c)))
        {
            signs.Append(sign switch { 'O' => '0', 'I' or 'L' => '1', _ => sign });
        }

        var read = signs.ToString();
        var good = read.Length == DataSigns + 1 && read.All(Alphabet.Contains) && Check(read.AsSpan(0, DataSigns)) == read[^1];
        fingerprint = good ? new(read) : default;
        return good;
    }

    /// <summary>In groups: <c>7K2QM-9XWTD-4HPNC-0J5VB-R8E3F</c>.</summary>
    public override string ToString() => _signs is null ? "none" : string.Join('-', _signs.Chunk(InGroup).Select(group => new string(group)));

    /// <summary>The sum of the signs, each times another power of 2 in the field of 32 elements.</summary>
    private static char Check(ReadOnlySpan<char> signs)
    {
        var sum = 0;
        foreach (var sign in signs)
        {
            sum = Doubled(sum) ^ Alphabet.IndexOf(sign, StringComparison.Ordinal);
        }

        return Alphabet[Doubled(sum)];
    }

    // x^5 + x^2 + 1, whose root has all 31 powers.
    private static int Doubled(int value) => (value << 1) ^ (value >= 16 ? 0b100101 : 0);
}
