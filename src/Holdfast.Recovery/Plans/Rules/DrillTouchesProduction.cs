using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A drill that would be refused, for it would meet production.</summary>
internal sealed class DrillTouchesProduction() : Rule("drill-touches-production", Severity.Warning)
{
    // A rule does not know where the plan lies. So deep a folder keeps relative folders apart from every path that a plan writes out.
    private const string SomeFolder = "/the/folder/of/the/plan";

    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        DrillTouches.Of(plan, plan.Systems, SomeFolder).Select(touch => At(
            $"a drill of system {Shown.Quoted(touch.System.Name)} is refused: its step {Shown.Quoted(touch.Step.Name)} {touch.What}",
            $"{touch.Instead}.",
            "systems", touch.System.Name, "recover", $"{touch.Index}"));
}
