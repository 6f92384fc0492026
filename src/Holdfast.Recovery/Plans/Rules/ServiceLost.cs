using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A recovery that ends with something missing that others provide.</summary>
internal sealed class ServiceLost() : Rule("service-lost", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from lost in PlanIndex.Of(plan).Losses
        where !lost.Services.IsEmpty
        let services = lost.Services.ToDictionary(s => s.Name)
        from system in plan.Systems
        from name in system.NeedsServices
        where services.ContainsKey(name) && !services[name].NeededToRecover
        let promised = services[name].Promised
        select At(
            $"scenario {Shown.Quoted(lost.Scenario.Name)} takes {Shown.Quoted(name)}, which system {Shown.Quoted(system.Name)} can't operate without; "
                + (promised is null ? "nobody promises when it is back" : $"it is promised back within {Durations.Text(promised.Value)}"),
            "agree on another provider, or write what people do meanwhile.",
            "scenarios", lost.Scenario.Name);
}
