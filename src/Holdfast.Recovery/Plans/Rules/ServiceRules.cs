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

/// <summary>Something that others provide, without a word about when it is back.</summary>
internal sealed class ServiceWithoutPromise() : Rule("service-without-promise", Severity.Note, "NIS2 2024/2690 annex 4.1.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from needed in new[] { plan.Systems.SelectMany(s => s.NeedsServices).Concat(plan.Processes.SelectMany(p => p.NeedsServices)).ToHashSet() }
        from service in plan.Services
        where service.Promised is null && needed.Contains(service.Name)
        select At(
            $"nobody has promised how soon service {Shown.Quoted(service.Name)} is back",
            "ask the provider, agree on it, and write it under \"promised\".",
            "services", service.Name);
}
