using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

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
