using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A scenario that the plan foresees, and that takes a system for good.</summary>
internal sealed class ScenarioUnrecoverable() : Rule("scenario-unrecoverable", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from loss in PlanIndex.Of(plan).Losses
        from lost in loss.Unrecoverable
        select At(
            $"scenario {Shown.Quoted(loss.Scenario.Name)} takes system {Shown.Quoted(lost.Key)} for good: {lost.Value}",
            "give the system a host to recover on, and a copy, that the scenario does not take.",
            "scenarios", loss.Scenario.Name);
}
