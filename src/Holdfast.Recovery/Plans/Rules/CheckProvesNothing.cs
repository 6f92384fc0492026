using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A check that would pass with nothing there.</summary>
internal sealed class CheckProvesNothing() : Rule("check-proves-nothing", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        from step in system.Recover.Index()
        where step.Item.Action is CheckAction check && EmptyChecks.IsEmpty(check, system)
        select At(
            $"step {Shown.Quoted(step.Item.Name)} of system {Shown.Quoted(system.Name)} passes with nothing there, so it shows nothing",
            "ask for something that is only there when the system operates: a page with what it must hold, a row in a table, a number of files.",
            "systems", system.Name, "recover", $"{step.Index}");
}
