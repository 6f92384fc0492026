using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A system that waits until a new machine is delivered.</summary>
internal sealed class LeadTimeBeyondRto() : Rule("lead-time-beyond-rto", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        where system.RecoversOn is null || system.RecoversOn == system.RunsOn
        let host = index.Host(system.RunsOn)
        where host.Rebuild?.LeadTime > system.Rto.Value
        select At(
            $"system {Shown.Quoted(system.Name)} has no other host, and another machine in place of {Shown.Quoted(host.Name)} takes {Durations.Text(host.Rebuild!.LeadTime!.Value)}; its RTO is {Durations.Text(system.Rto.Value)}",
            "let it recover on a host that is already there.",
            "systems", system.Name, "rto");
}
