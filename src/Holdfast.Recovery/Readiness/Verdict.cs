using System.Text.Json.Serialization;

namespace Holdfast.Recovery.Readiness;

/// <summary>Whether something is ready. Best first: what is made of several is as ready as the worst of them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>Within every objective, and proven.</summary>
    [JsonStringEnumMemberName("good")] Good,

    /// <summary>Nothing says that it is not good enough, and something that would say that it is has never been seen.</summary>
    [JsonStringEnumMemberName("not proven")] NotProven,

    /// <summary>Outside an objective, or it does not come back.</summary>
    [JsonStringEnumMemberName("not good enough")] NotGood,
}
