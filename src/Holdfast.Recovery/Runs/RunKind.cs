using System.Text.Json.Serialization;

namespace Holdfast.Recovery.Runs;

/// <summary>In which world a run takes place.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunKind>))]
public enum RunKind
{
    [JsonStringEnumMemberName("prediction")] Prediction,
    [JsonStringEnumMemberName("drill")] Drill,
    [JsonStringEnumMemberName("failover")] Failover,
}

/// <summary>How a run ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunOutcome>))]
public enum RunOutcome
{
    [JsonStringEnumMemberName("recovered")] Recovered,
    [JsonStringEnumMemberName("partly recovered")] PartlyRecovered,
    [JsonStringEnumMemberName("abandoned")] Abandoned,
}

/// <summary>Where a run's zero, the moment of the disaster, comes from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DisasterSource>))]
public enum DisasterSource
{
    /// <summary>The operator said so.</summary>
    [JsonStringEnumMemberName("given")] Given,

    /// <summary>No one knows when it began: the run's own beginning.</summary>
    [JsonStringEnumMemberName("declaration")] Declaration,
}
