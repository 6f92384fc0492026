using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A drill that begins at night by itself and would wait for somebody who is asleep.</summary>
internal sealed class DrillWaitsForPeople() : Rule("drill-waits-for-people", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from drill in plan.Drills.Index()
        where drill.Item.ByItself
        let scenario = plan.Scenarios.FirstOrDefault(s => s.Name == drill.Item.Scenario)
        where scenario is not null
        let waiting = StepsForPeople.In(Loss.Of(plan, scenario).Recoverable).ToArray()
        where waiting.Length > 0
        select At(
            $"the drill of scenario {Shown.Quoted(drill.Item.Scenario)} is to begin by itself, and does not, because it would wait for people: {Shown.Some(waiting)}",
            "write  in a drill: skip  with the reason at these steps, or have somebody begin the drill.",
            "drills", $"{drill.Index}");
}
