using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A schedule that loses more than was agreed, even when all goes well.</summary>
internal sealed class RpoNotReachable() : Rule("rpo-not-reachable", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        let every = system.Protection?.Every ?? TimeSpan.Zero
        where every > system.Rpo.Value
        let rpo = Durations.Text(system.Rpo.Value)
        select At(
            $"system {Shown.Quoted(system.Name)} is backed up every {Durations.Text(every)}, and its RPO is {rpo}: "
                + "between two backups more would be lost than is allowed",
            $"write  every: {rpo}  or less, or agree on a longer RPO.",
            "systems", system.Name, "protect", "every");
}
