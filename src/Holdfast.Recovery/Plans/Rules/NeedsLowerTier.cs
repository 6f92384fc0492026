using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A system whose recovery hangs on one that is taken for less critical.</summary>
internal sealed class NeedsLowerTier() : Rule("needs-lower-tier", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from tiers in new[] { plan.Tiers.ToDictionary(t => t.Name) }
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        where system.Tier is not null
        from need in system.Needs.Index()
        let needed = index.System(need.Item)
        where needed.Tier is not null && tiers[needed.Tier].Rto > tiers[system.Tier!].Rto
        select At(
            $"system {Shown.Quoted(system.Name)} is {system.Tier} and needs {Shown.Quoted(needed.Name)}, which is only {needed.Tier}",
            "a system is as critical as the most critical one that needs it: raise its tier.",
            "systems", system.Name, "needs", $"{need.Index}");
}
