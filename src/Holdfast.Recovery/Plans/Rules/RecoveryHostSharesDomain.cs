using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A place to recover that goes down with the place to recover from.</summary>
internal sealed class RecoveryHostSharesDomain() : Rule("recovery-host-shares-domain", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        where system.RecoversOn is not null && system.RecoversOn != system.RunsOn
        let home = index.Host(system.RunsOn)
        let away = index.Host(system.RecoversOn!)
        let shared = index.DomainsOf(home).Where(index.DomainsOf(away).Contains).Select(d => d.ToString()).FirstOrDefault()
        where shared is not null
        let found = At(
            $"system {Shown.Quoted(system.Name)} recovers on {Shown.Quoted(away.Name)}, which is lost together with {Shown.Quoted(home.Name)} when {Shown.Quoted(shared)} is",
            "name a host that shares no failure domain with the one that the system runs on.",
            "systems", system.Name, "recovers on")
        select system.IsMissionCritical ? found with { Severity = Severity.Error } : found;
}
