using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A standby copies what was deleted or encrypted, too.</summary>
internal sealed class ReplicaIsNoBackup() : Rule("replica-is-no-backup", Severity.Error, "CISA #StopRansomware")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Protection is null && system.HoldsNoData is null && system.Standby.Kind != StandbyKind.None
        select At(
            $"system {Shown.Quoted(system.Name)} has only a {Words.Of(system.Standby.Kind)} standby: what is deleted or encrypted here is soon deleted or encrypted there",
            "say under \"protect\" what is backed up; if it holds no data, write  protect: nothing  and the reason under  because:",
            "systems", system.Name, "standby");
}
