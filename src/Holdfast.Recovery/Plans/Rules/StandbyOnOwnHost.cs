using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A standby that is lost with what it stands by for.</summary>
internal sealed class StandbyOnOwnHost() : Rule("standby-on-own-host", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Standby.Kind != StandbyKind.None && (system.Standby.On ?? system.RecoversOn) == system.RunsOn
        select At(
            $"the {Words.Of(system.Standby.Kind)} standby of system {Shown.Quoted(system.Name)} is on the host that the system runs on: {Shown.Quoted(system.RunsOn)}",
            "name another host under  on:  of the standby, or leave the standby out.",
            "systems", system.Name, "standby");
}
