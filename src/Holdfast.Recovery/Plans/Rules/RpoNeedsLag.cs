using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A standby that may be further behind than may be lost.</summary>
internal sealed class RpoNeedsLag() : Rule("rpo-needs-lag", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Standby.Lag > system.Rpo.Value
        select At(
            $"the standby of system {Shown.Quoted(system.Name)} may be {Durations.Text(system.Standby.Lag!.Value)} behind, and the RPO is {Durations.Text(system.Rpo.Value)}",
            "keep the standby nearer, or do not count on it for the RPO.",
            "systems", system.Name, "standby", "lag");
}
