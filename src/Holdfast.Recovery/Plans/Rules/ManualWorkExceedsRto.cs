using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Steps that take longer, by the plan's own word, than the system may be away.</summary>
internal sealed class ManualWorkExceedsRto() : Rule("manual-work-exceeds-rto", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from work in new[] { DeclaredWork.Of(plan) }
        from system in plan.Systems
        where work[system.Name] > system.Rto.Value
        select At(
            $"the steps that bring system {Shown.Quoted(system.Name)} back take {Rough.Time(work[system.Name], system.Rto.Value)} by the plan's word, those of what it needs included; its RTO is {Durations.Text(system.Rto.Value)}",
            "shorten or automate them, or agree on a longer RTO.",
            "systems", system.Name, "rto");
}
