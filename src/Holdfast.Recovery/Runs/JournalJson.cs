using System.Text.Json.Serialization;

namespace Holdfast.Recovery.Runs;

/// <summary>How events are written. Old journals stay readable: fields are added, never renamed.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalEntry))]
internal sealed partial class JournalJson : JsonSerializerContext;

/// <summary>One line of a journal.</summary>
/// <param name="Seq">1 for the first line, one more for each.</param>
/// <param name="Prev">SHA-256, hexadecimal, of the raw line before, without its line end; 64 zeros for the first.</param>
public sealed record JournalEntry(long Seq, string Prev, RunEvent Event);
