using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A step that no drill ever shows to work.</summary>
internal sealed class SkippedInADrill() : Rule("skipped-in-drill", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        from step in system.Recover.Index()
        where step.Item.InADrill is SkippedInDrill && step.Item.Action is not NotifyAction
        select At(
            $"no drill carries out step {Shown.Quoted(step.Item.Name)} of system {Shown.Quoted(system.Name)}",
            "let a drill do something in its place ({ run: command }), or have it practised in an exercise.",
            "systems", system.Name, "recover", $"{step.Index}");
}
