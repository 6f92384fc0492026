using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A scenario after which nobody has this plan, its contacts or the journals: they are kept in repositories, and it takes all of them.</summary>
internal sealed class PlanInside() : Rule("plan-inside", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from loss in PlanIndex.Of(plan).Losses
        where loss.Repositories.IsEmpty
        select At(
            $"scenario {Shown.Quoted(loss.Scenario.Name)} takes every repository, and with them each copy of this plan, of whom to call and of what was done",
            "keep a repository where the scenario does not reach, and a print of the plan with the key of that repository.",
            "scenarios", loss.Scenario.Name);
}
