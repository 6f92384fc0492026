using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Presentation.Readiness;

/// <summary>What a system lacks, in words.</summary>
public static class LackWords
{
    /// <summary>Of one system, with its figures.</summary>
    public static string Of(SystemReadiness system, Lack lack, DateTimeOffset now) => lack.Kind switch
    {
        LackKind.Unrecoverable => $"UNRECOVERABLE after \"{system.Slowest.Scenario!.Name}\": {lack.Of}",
        LackKind.NoVerifiedPoint => "no verified recovery point" + (lack.Of is null ? "" : ": " + lack.Of),
        LackKind.ServiceDown => $"DOWN since its failover: {lack.Of}",
        LackKind.SuspectCopy => $"newest copy is SUSPECT and not counted: {lack.Of}",
        LackKind.ShrunkCopy => $"newest copy holds less than before: {lack.Of}",
        LackKind.WarnedCopy => $"newest copy counts with a warning: {lack.Of}",
        LackKind.LastRunFailed when system.LastTrial?.Run != lack.Of => $"did not come back in its last run, which came to no good end ({lack.Of})",
        LackKind.LastRunCutShort => $"its last run was given up or cut off ({lack.Of})",
        LackKind.LastRunFailed => $"did not come back in its last {Run(system.LastTrial!)} ({lack.Of})",
        LackKind.TooSlow when system.Rto.Value <= system.System.Rto.Value => $"after \"{lack.Of}\" more than one time in ten back only after its RTO",
        LackKind.TooSlow => $"back only after {Spoken.Of(system.Rto.Value!.Value)} after \"{lack.Of}\"",
        LackKind.PointTooOld => $"newest verified point is {Spoken.Of(now - system.Point!.Value)} old",
        LackKind.LosesTooMuch => $"up to {Spoken.Of(system.Rpo.Value!.Value)} lost after \"{lack.Of}\"",
        LackKind.MayBeLate => $"one time in ten later than {Spoken.Of(system.RtoP90.Value!.Value)} after \"{lack.Of}\"",
        LackKind.KeyLostToo => $"its copies can't be opened: {lack.Of}",
        LackKind.KeyNotShown => $"no run on another machine has shown that its copies can be opened there: {lack.Of}",
        LackKind.FailedOver => $"failed over by {lack.Of}, and the plan still says that it runs on {system.System.RunsOn}",
        LackKind.Unprotected => $"not protected on {system.System.RunsOn} since it was failed over there ({lack.Of})",
        LackKind.ProtectionFailed => $"the last attempt to protect it failed: {lack.Of}",
        LackKind.RepositoryTroubled => $"one of its repositories is not as it should be: {lack.Of}",
        LackKind.PointsDoubted => $"what is told of its copies does not fit together: {WithoutName(lack.Of!, system)}",
        LackKind.CopyLost => $"its copies are not whole in {lack.Of}",
        LackKind.ReadingLate => $"its copies were not read back in time in {lack.Of}",
        LackKind.RepositoriesUnseen when lack.Of is not null => $"its copies in {lack.Of} were not looked into",
        LackKind.ProtectionLate => $"to be protected {system.System.Protection!.Often(Spoken.Exactly)}, and it was not",
        LackKind.HostNeverReached => $"nothing was ever brought back on {lack.Of}",
        LackKind.PlanChanged => $"changed since its last run: {lack.Of}",
        LackKind.StepsReplaced => $"steps that its last run left out or replaced: {lack.Of}",
        LackKind.ChecksProveNothing when lack.Of is { } run => $"its checks proved nothing {run}: they pass with nothing there, or another program may have answered",
        LackKind.DatedAhead => $"dated later than now, so it does not count: {lack.Of}",
        LackKind.StepsNotDrilled => $"steps that its last run did not carry out: {lack.Of}",
        LackKind.DrillTooOld => $"last tried {Spoken.Of(now - system.LastTrial!.At)} ago",
        LackKind.NeedsAnother => $"needs {lack.Of}",
        _ => Of(lack.Kind),
    };

    /// <summary>Of several systems.</summary>
    public static string Of(LackKind kind) => kind switch
    {
        LackKind.Unrecoverable => "unrecoverable",
        LackKind.NoVerifiedPoint => "no verified recovery point",
        LackKind.ServiceDown => "down since a failover",
        LackKind.SuspectCopy => "newest copy suspect",
        LackKind.ShrunkCopy => "newest copy holds less than before",
        LackKind.WarnedCopy => "newest copy with a warning",
        LackKind.LastRunFailed => "did not come back when last tried",
        LackKind.LastRunCutShort => "given up or cut off when last tried",
        LackKind.TooSlow => "back too late",
        LackKind.PointTooOld => "newest verified point too old",
        LackKind.LosesTooMuch => "too much would be lost",
        LackKind.TimeUnknown => "nobody knows how long it takes",
        LackKind.LossUnknown => "nobody knows how much would be lost",
        LackKind.MayBeLate => "may be late one time in ten",
        LackKind.TimeNotMeasured => "the time was not measured",
        LackKind.NeverDrilled => "never drilled",
        LackKind.KeyLostToo => "copies whose keys are lost too",
        LackKind.KeyNotShown => "copies whose keys no other machine was shown to have",
        LackKind.FailedOver => "failed over, and the plan says otherwise",
        LackKind.Unprotected => "unprotected since a failover",
        LackKind.ProtectionFailed => "the last attempt to protect it failed",
        LackKind.RepositoryTroubled => "a repository that is not as it should be",
        LackKind.PointsDoubted => "what is told of its copies does not fit together",
        LackKind.CopyLost => "copies that are not whole any more",
        LackKind.ReadingLate => "copies not read back in time",
        LackKind.ProtectionLate => "protection is late",
        LackKind.HostNeverReached => "a host that nothing was ever brought back on",
        LackKind.PlanChanged => "changed since it was drilled",
        LackKind.StepsReplaced => "steps that drills leave out or replace",
        LackKind.NoCheck => "no check shows that it operates",
        LackKind.ChecksProveNothing => "its checks pass with nothing there",
        LackKind.DatedAhead => "dated later than now: a clock runs wrong",
        LackKind.StepsNotDrilled => "steps never drilled",
        LackKind.DrillTooOld => "drilled too long ago",
        LackKind.RepositoriesUnseen => "repositories not looked into",
        LackKind.NeedsAnother => "needs one that is not ready",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nobody said how to say this."),
    };

    /// <summary>A doubt names its system first, and so does the line that it comes into.</summary>
    private static string WithoutName(string doubt, SystemReadiness system) =>
        doubt.StartsWith(system.System.Name + ": ", StringComparison.Ordinal) ? doubt[(system.System.Name.Length + 2)..] : doubt;

    public static string Run(Trial trial) => trial.Kind.ToString().ToLowerInvariant();
}
