using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A schedule on which one backup that fails breaks the promise.</summary>
internal sealed class RpoWithoutMargin() : Rule("rpo-without-margin", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        let every = system.Protection?.Every ?? TimeSpan.Zero
        where every > system.Rpo.Value / 2 && every <= system.Rpo.Value
        select At(
            $"system {Shown.Quoted(system.Name)} is backed up every {Durations.Text(every)}, more than half of its RPO of {Durations.Text(system.Rpo.Value)}: "
                + "one backup that fails breaks it",
            $"back up at least every {Durations.Text(system.Rpo.Value / 2)}.",
            "systems", system.Name, "protect", "every");
}
