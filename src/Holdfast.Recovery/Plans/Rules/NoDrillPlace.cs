using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A recovery that can't be practised where it would happen.</summary>
internal sealed class NoDrillPlace() : Rule("no-drill-place", Severity.Warning, "DORA art. 11/12")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from recovering in new[] { plan.Systems.Where(s => s.RecoversOn is not null).ToLookup(s => s.RecoversOn!) }
        from host in plan.Hosts
        where host.Drill is null && recovering.Contains(host.Name)
        let systems = recovering[host.Name].ToArray()
        select At(
            $"{(systems.Length == 1 ? $"system {Shown.Quoted(systems[0].Name)} recovers" : $"{systems.Length} systems recover")} on host {Shown.Quoted(host.Name)}, and no drill can run there",
            "give it a place beside production:  drill: { folder: ..., ports: ... }",
            "hosts", host.Name);
}
