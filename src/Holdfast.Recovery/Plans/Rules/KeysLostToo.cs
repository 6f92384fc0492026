using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A loss that leaves copies and takes every key that opens them.</summary>
internal sealed class KeysLostToo() : Rule("keys-lost-too", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from lost in KeysLost.In(PlanIndex.Of(plan))
        select At(
            $"system {Shown.Quoted(lost.Key)} can't be brought back after {Shown.Quoted(lost.Value.Loss.Scenario.Name)}: {lost.Value.Why}",
            "keep the file outside the folder of that host, where the recovery reaches it, and name that place in the plan.",
            "systems", lost.Key);
}
