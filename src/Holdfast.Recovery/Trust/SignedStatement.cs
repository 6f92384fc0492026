using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Holdfast.Recovery.Trust;

/// <summary>
/// A statement with a signature that fits it. By whom, and whether that one may say so, is another question: <see cref="Authority"/> answers it.
/// </summary>
/// <param name="Line">As it is kept, without line end.</param>
/// <param name="Signer">Whose signature it is.</param>
public sealed record SignedStatement(string Line, Statement Says, KeyFingerprint Signer)
{
    private const int LongestLine = 256 * 1024;
    private const int LongestText = 4096;
    private const int MostNamed = 1000;

    /// <summary>Far more than are ever signed, and far from where a number ends.</summary>
    private const long HighestSeq = 1L << 50;

    public static SignedStatement Sign(Statement says, ECDsa key)
    {
        var signed = JsonSerializer.Serialize(says, StatementJson.Plain.Statement);
        var publicKey = key.ExportSubjectPublicKeyInfo();
        var signature = key.SignData(Encoding.UTF8.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new(
            JsonSerializer.Serialize(new Envelope(signed, Convert.ToBase64String(publicKey), Convert.ToBase64String(signature)), StatementJson.Plain.Envelope),
            says,
            KeyFingerprint.Of(publicKey));
    }

    /// <returns>Null: it is not exactly what signing writes, or the signature does not fit.</returns>
    public static SignedStatement? Read(string line)
    {
        try
        {
            return line.Length <= LongestLine
                && JsonSerializer.Deserialize(line, StatementJson.Plain.Envelope) is { Signed: not null, Key: not null, Signature: not null } envelope
                && JsonSerializer.Serialize(envelope, StatementJson.Plain.Envelope) == line
                && Fits(envelope)
                && JsonSerializer.Deserialize(envelope.Signed, StatementJson.Plain.Statement) is { } says
                && IsWhole(says)
                    ? new(line, says, KeyFingerprint.Of(Convert.FromBase64String(envelope.Key)))
                    : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or CryptographicException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            return null; // Whatever it is, it is no statement.
        }
    }

    private static bool Fits(Envelope envelope)
    {
        using var key = ECDsa.Create();
        var publicKey = Convert.FromBase64String(envelope.Key);
        key.ImportSubjectPublicKeyInfo(publicKey, out var read);
        return read == publicKey.Length
            && key.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
            && key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(publicKey)
            && Convert.ToBase64String(publicKey) == envelope.Key
            && Convert.ToBase64String(Convert.FromBase64String(envelope.Signature)) == envelope.Signature
            && key.VerifyData(
                Encoding.UTF8.GetBytes(envelope.Signed), Convert.FromBase64String(envelope.Signature), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static bool IsWhole(Statement says) => says.Seq is > 0 and < HighestSeq && IsText(says.Organization) && says switch
    {
        HoldersNamed e => !e.Holders.IsDefaultOrEmpty && e.Holders.Length <= MostNamed && e.Holders.All(h => h is not null && IsText(h.Name) && IsText(h.Key)),
        PlanSigned e => IsHash(e.Hash) && IsText(e.File),
        MachinesNamed e => !e.Machines.IsDefault && e.Machines.Length <= MostNamed
            && e.Machines.All(m => m is not null && IsText(m.Name) && IsText(m.Key) && !m.Hosts.IsDefault && m.Hosts.Length <= MostNamed && m.Hosts.All(IsText)),
        CodesSigned e => IsText(e.Person) && IsHash(e.Hash),
        _ => false,
    };

    private static bool IsHash(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);

    private static bool IsText(string? text) => text is { Length: > 0 and <= LongestText } && !text.Any(char.IsControl);
}
