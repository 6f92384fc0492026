using System.Text.Json.Serialization;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>How much a finding matters.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
public enum Severity
{
    /// <summary>Worth knowing; the plan may be right as it is.</summary>
    [JsonStringEnumMemberName("note")] Note,

    /// <summary>Something will be worse than it could be.</summary>
    [JsonStringEnumMemberName("warning")] Warning,

    /// <summary>What the plan promises can't be kept.</summary>
    [JsonStringEnumMemberName("error")] Error,
}
