using System.Text.Json.Serialization;

namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>What became of a copy.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CopyOutcome>))]
public enum CopyOutcome
{
    /// <summary>A recovery point.</summary>
    [JsonStringEnumMemberName("counted")] Counted,

    /// <summary>A recovery point with something that is to be put right.</summary>
    [JsonStringEnumMemberName("counted with a warning")] Warned,

    /// <summary>Kept, and never chosen by itself.</summary>
    [JsonStringEnumMemberName("suspect")] Suspect,

    /// <summary>Nothing was kept, not all of it, or it could not be read back.</summary>
    [JsonStringEnumMemberName("no recovery point")] None,
}
