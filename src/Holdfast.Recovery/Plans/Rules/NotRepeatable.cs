using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A step that waits for a decision when the run is interrupted.</summary>
internal sealed class NotRepeatable() : Rule("not-repeatable", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Rto.Value < TimeSpan.FromHours(4)
        from step in system.Recover.Index()
        where step.Item.Action is CommandAction { Repeatable: false }
        select At(
            $"step {Shown.Quoted(step.Item.Name)} of system {Shown.Quoted(system.Name)} may not run twice: when the run is interrupted there, it waits for somebody to decide, "
                + $"and the RTO is {Durations.Text(system.Rto.Value)}",
            "make the program safe to run again, and write  repeatable: true  beside it.",
            "systems", system.Name, "recover", $"{step.Index}");
}
