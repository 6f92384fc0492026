using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Something that others provide and nothing needs.</summary>
internal sealed class UnusedService() : Rule("unused-service", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from used in new[] { plan.Systems.SelectMany(s => s.NeedsServices).Concat(plan.Processes.SelectMany(p => p.NeedsServices)).ToHashSet() }
        from service in plan.Services
        where !used.Contains(service.Name)
        select At($"nothing needs service {Shown.Quoted(service.Name)}", "name it under \"needs services\" of what does, or leave it out.", "services", service.Name);
}
