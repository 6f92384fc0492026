using System.Text.Json.Serialization;

namespace Holdfast.Recovery.Readiness.Answers;

/// <summary>What keeps a system from being ready.</summary>
/// <param name="Of">The thing that it is about: a reason, a run, steps, another system; null where the kind says it all.</param>
public sealed record Lack(LackKind Kind, string? Of = null)
{
    public Verdict Verdict => Kind < LackKind.TimeUnknown ? Verdict.NotGood : Verdict.NotProven;
}

/// <summary>The worst first.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LackKind>))]
public enum LackKind
{
    /// <summary>Some loss takes it for good.</summary>
    [JsonStringEnumMemberName("unrecoverable")] Unrecoverable,

    /// <summary>There is no copy of it that was read back and is still there.</summary>
    [JsonStringEnumMemberName("no verified point")] NoVerifiedPoint,

    /// <summary>It did not operate again when that was last tried.</summary>
    [JsonStringEnumMemberName("last run failed")] LastRunFailed,

    /// <summary>It is typically back after its RTO, or measurements show that more than one time in ten is.</summary>
    [JsonStringEnumMemberName("too slow")] TooSlow,

    /// <summary>The newest verified point is older than its RPO.</summary>
    [JsonStringEnumMemberName("point too old")] PointTooOld,

    /// <summary>More than its RPO may be lost.</summary>
    [JsonStringEnumMemberName("loses too much")] LosesTooMuch,

    // From here on: not proven.

    /// <summary>Nobody knows how long it takes.</summary>
    [JsonStringEnumMemberName("time unknown")] TimeUnknown,

    /// <summary>Nobody knows how much would be lost.</summary>
    [JsonStringEnumMemberName("loss unknown")] LossUnknown,

    /// <summary>Typically in time; one time in ten it may not be, as far as few measurements can say.</summary>
    [JsonStringEnumMemberName("may be late")] MayBeLate,

    /// <summary>There is no upper figure, and what is typical was not measured either.</summary>
    [JsonStringEnumMemberName("time not measured")] TimeNotMeasured,

    /// <summary>Nobody ever tried to bring it back.</summary>
    [JsonStringEnumMemberName("never drilled")] NeverDrilled,

    /// <summary>Steps of the plan that its last run did not carry out.</summary>
    [JsonStringEnumMemberName("steps not drilled")] StepsNotDrilled,

    /// <summary>The last run is longer ago than its tier, or else a year, allows.</summary>
    [JsonStringEnumMemberName("drill too old")] DrillTooOld,

    /// <summary>Nobody looked into the repositories.</summary>
    [JsonStringEnumMemberName("repositories not looked into")] RepositoriesUnseen,

    /// <summary>Another system that it needs is not ready.</summary>
    [JsonStringEnumMemberName("needs another")] NeedsAnother,
}
