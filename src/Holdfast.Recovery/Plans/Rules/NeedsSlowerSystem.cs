using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A system that is promised back before what it needs.</summary>
internal sealed class NeedsSlowerSystem() : Rule("needs-slower-system", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        from need in system.Needs.Index()
        let needed = index.System(need.Item)
        where needed.Rto.Value > system.Rto.Value
        select At(
            $"system {Shown.Quoted(system.Name)} is to be back within {Durations.Text(system.Rto.Value)} and needs {Shown.Quoted(needed.Name)}, "
                + $"which may take {Durations.Text(needed.Rto.Value)}",
            $"shorten the RTO of {Shown.Quoted(needed.Name)}, or lengthen that of {Shown.Quoted(system.Name)}.",
            "systems", system.Name, "needs", $"{need.Index}");
}
