using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Recovery.Trust;

/// <summary>
/// What an organization says by a signature. The newest of a kind counts, and which is newer is said by the number, never by a date. Fields are
/// added, never renamed.
/// </summary>
/// <param name="Seq">One more than the highest that the signer knew, whatever the kind.</param>
/// <param name="At">For people.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(HoldersNamed), "holders")]
[JsonDerivedType(typeof(PlanSigned), "plan")]
[JsonDerivedType(typeof(MachinesNamed), "machines")]
[JsonDerivedType(typeof(CodesSigned), "codes")]
public abstract record Statement(long Seq, DateTimeOffset At, string Organization);

/// <summary>Who may sign. The first leads: only that key names holders.</summary>
public sealed record HoldersNamed(long Seq, DateTimeOffset At, string Organization, ImmutableArray<Holder> Holders) : Statement(Seq, At, Organization);

/// <param name="Key">The public key: SubjectPublicKeyInfo, base64.</param>
public sealed record Holder(string Name, string Key);

/// <summary>A version of the plan.</summary>
/// <param name="Hash">SHA-256 of its text, hexadecimal.</param>
/// <param name="File">Where it lies: its relative paths start from that folder.</param>
public sealed record PlanSigned(long Seq, DateTimeOffset At, string Organization, string Hash, string File) : Statement(Seq, At, Organization);

/// <summary>The machines of the organization, all of them.</summary>
public sealed record MachinesNamed(long Seq, DateTimeOffset At, string Organization, ImmutableArray<Machine> Machines) : Statement(Seq, At, Organization);

/// <summary>A machine with a key of its own, by which it seals journals and signs what it recorded.</summary>
/// <param name="Key">SHA-256 of the public key, hexadecimal, as seals of evidence tell it.</param>
/// <param name="Hosts">The hosts of the plan for which it speaks; of others it is not believed.</param>
public sealed record Machine(string Name, string Key, ImmutableArray<string> Hosts);

/// <summary>A person's one-time codes: only these prove who the person is, on machines that did not issue them.</summary>
/// <param name="Hash">SHA-256 of the list of their salted hashes, hexadecimal.</param>
public sealed record CodesSigned(long Seq, DateTimeOffset At, string Organization, string Person, string Hash) : Statement(Seq, At, Organization);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Statement))]
[JsonSerializable(typeof(Envelope))]
[JsonSerializable(typeof(SealOfRecords))]
internal sealed partial class StatementJson : JsonSerializerContext
{
    /// <summary>Quotes as quotes: people read these lines, too.</summary>
    public static StatementJson Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, RespectNullableAnnotations = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

/// <summary>A line of statements.</summary>
/// <param name="Signed">The statement's JSON, over whose UTF-8 bytes the signature is.</param>
/// <param name="Key">SubjectPublicKeyInfo, base64.</param>
/// <param name="Signature">ECDSA P-256 with SHA-256, DER, base64.</param>
internal sealed record Envelope(string Signed, string Key, string Signature);
