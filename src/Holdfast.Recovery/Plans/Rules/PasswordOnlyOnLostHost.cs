using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A password that is lost with the database that it opens, and that the database which comes back asks for.</summary>
internal sealed class PasswordOnlyOnLostHost() : Rule("password-only-on-lost-host", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        let data = system.Protection?.Data
        where data?.Password is { } password && KeysLost.Holds(index.Host(system.RunsOn), password)
        select At(
            $"the password of the database of system {Shown.Quoted(system.Name)} stands in the folder of host {Shown.Quoted(system.RunsOn)}: "
                + "when that is lost no one can ask the database that comes back",
            "keep it also where nothing takes it together with the host.",
            "systems", system.Name, "protect", data!.Kind, "password");
}
