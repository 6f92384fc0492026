using System.Text.Json.Serialization;

namespace Holdfast.Recovery.Readiness.Answers;

/// <summary>The worst first.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LackKind>))]
public enum LackKind
{
    /// <summary>Some loss takes it for good.</summary>
    [JsonStringEnumMemberName("unrecoverable")] Unrecoverable,

    /// <summary>There is no copy of it that was read back and is still there.</summary>
    [JsonStringEnumMemberName("no verified point")] NoVerifiedPoint,

    /// <summary>The newest copy is suspect and is not chosen by itself: what it holds is probably not what the system should hold.</summary>
    [JsonStringEnumMemberName("suspect copy")] SuspectCopy,

    /// <summary>Copies survive some loss, and every key that opens them is lost with the host.</summary>
    [JsonStringEnumMemberName("key lost too")] KeyLostToo,

    /// <summary>It was failed over, and the plan says that it runs where it no longer does.</summary>
    [JsonStringEnumMemberName("failed over")] FailedOver,

    /// <summary>Nothing of it was protected where it runs since it was failed over.</summary>
    [JsonStringEnumMemberName("unprotected")] Unprotected,

    /// <summary>A service that a failover started for it does not run any more.</summary>
    [JsonStringEnumMemberName("service down")] ServiceDown,

    /// <summary>It did not operate again when that was last tried.</summary>
    [JsonStringEnumMemberName("last run failed")] LastRunFailed,

    /// <summary>It is typically back after its RTO, or measurements show that more than one time in ten is.</summary>
    [JsonStringEnumMemberName("too slow")] TooSlow,

    /// <summary>The newest verified point is older than its RPO.</summary>
    [JsonStringEnumMemberName("point too old")] PointTooOld,

    /// <summary>A repository of the plan does not have its copies whole any more, whatever another one has.</summary>
    [JsonStringEnumMemberName("copy lost")] CopyLost,

    /// <summary>The last attempt to protect it failed, in one of its repositories or in all of them.</summary>
    [JsonStringEnumMemberName("protection failed")] ProtectionFailed,

    /// <summary>Nothing can be stored in one of its repositories, or what that keeps beside the copies cannot be read.</summary>
    [JsonStringEnumMemberName("repository troubled")] RepositoryTroubled,

    /// <summary>What is told of its copies contradicts itself, as after a wrong clock, or where somebody meddled with it.</summary>
    [JsonStringEnumMemberName("points doubted")] PointsDoubted,

    /// <summary>It should have been protected again by now.</summary>
    [JsonStringEnumMemberName("protection late")] ProtectionLate,

    /// <summary>Its copies were not read again as often as the plan says.</summary>
    [JsonStringEnumMemberName("not read back")] ReadingLate,

    /// <summary>More than its RPO may be lost.</summary>
    [JsonStringEnumMemberName("loses too much")] LosesTooMuch,

    // From here on: not proven.

    /// <summary>No one knows how long it takes.</summary>
    [JsonStringEnumMemberName("time unknown")] TimeUnknown,

    /// <summary>No one knows how much would be lost.</summary>
    [JsonStringEnumMemberName("loss unknown")] LossUnknown,

    /// <summary>Typically in time; one time in ten it may not be, as far as few measurements can say.</summary>
    [JsonStringEnumMemberName("may be late")] MayBeLate,

    /// <summary>There is no upper figure, and what is typical was not measured either.</summary>
    [JsonStringEnumMemberName("time not measured")] TimeNotMeasured,

    /// <summary>No one ever tried to bring it back.</summary>
    [JsonStringEnumMemberName("never drilled")] NeverDrilled,

    /// <summary>What last tried to bring it back was given up or cut off.</summary>
    [JsonStringEnumMemberName("last run cut short")] LastRunCutShort,

    /// <summary>The key of every copy that is left is a file that the lost host has, and no other machine was ever shown to have it.</summary>
    [JsonStringEnumMemberName("key not shown elsewhere")] KeyNotShown,

    /// <summary>It was brought back, but nothing ever was on the host that it recovers on today.</summary>
    [JsonStringEnumMemberName("host never reached")] HostNeverReached,

    /// <summary>Steps of the plan that its last run did not carry out.</summary>
    [JsonStringEnumMemberName("steps not drilled")] StepsNotDrilled,

    /// <summary>Its recovery is another one than its last run showed.</summary>
    [JsonStringEnumMemberName("plan changed")] PlanChanged,

    /// <summary>Steps that its last run left out, or did something in place of.</summary>
    [JsonStringEnumMemberName("steps replaced")] StepsReplaced,

    /// <summary>Its recovery asks it nothing, so that nothing shows that it operates.</summary>
    [JsonStringEnumMemberName("no check")] NoCheck,

    /// <summary>All its checks pass with nothing there.</summary>
    [JsonStringEnumMemberName("checks prove nothing")] ChecksProveNothing,

    /// <summary>The last run is longer ago than its tier, or else a year, allows.</summary>
    [JsonStringEnumMemberName("drill too old")] DrillTooOld,

    /// <summary>A copy or a run is dated later than now, so it does not count.</summary>
    [JsonStringEnumMemberName("dated ahead")] DatedAhead,

    /// <summary>The newest copy that counts holds less than the system did, and no operator said that this is right.</summary>
    [JsonStringEnumMemberName("holds less")] ShrunkCopy,

    /// <summary>The newest copy that counts has something that is to be put right.</summary>
    [JsonStringEnumMemberName("copy with a warning")] WarnedCopy,

    /// <summary>No one looked into the repositories, or into that one.</summary>
    [JsonStringEnumMemberName("repositories not looked into")] RepositoriesUnseen,

    /// <summary>Another system that it needs is not ready.</summary>
    [JsonStringEnumMemberName("needs another")] NeedsAnother,
}
