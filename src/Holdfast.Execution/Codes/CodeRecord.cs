using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Execution.Codes;

/// <summary>A line of what is known about codes. Lines are only added, so those of two machines can be put together in any order.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(CodesIssued), "codes issued")]
[JsonDerivedType(typeof(CodeSpent), "code spent")]
internal abstract record CodeRecord(DateTimeOffset At);

/// <summary>A person's codes. All that the person had before are withdrawn.</summary>
internal sealed record CodesIssued(DateTimeOffset At, string Person, ImmutableArray<HashedCode> Codes) : CodeRecord(At)
{
    /// <summary>SHA-256 of the list as it is kept, hexadecimal: what is signed.</summary>
    [JsonIgnore]
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, CodeJson.Default.CodeRecord)));
}

/// <param name="Salt">Its own, hexadecimal.</param>
/// <param name="Seal"><see cref="Code.SealOf"/> of its token.</param>
internal sealed record HashedCode(string Id, string Salt, string Seal);

/// <param name="Word">The id of the only word that it counts in.</param>
internal sealed record CodeSpent(DateTimeOffset At, string Code, string Run, string Word) : CodeRecord(At);

/// <summary>An operator took a list of codes although nobody signed it who may.</summary>
/// <param name="List">Its hash.</param>
internal sealed record CodesAccepted(DateTimeOffset At, string List, string By, string Because);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CodeRecord))]
[JsonSerializable(typeof(CodesAccepted))]
internal sealed partial class CodeJson : JsonSerializerContext;
