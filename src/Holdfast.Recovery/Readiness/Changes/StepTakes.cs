using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Readiness.Changes;

/// <summary>A step takes so long, whatever it took so far.</summary>
/// <param name="Step">By its name within the system, such as <c>service booking</c>.</param>
public sealed record StepTakes(string System, string Step, TimeSpan Takes) : Change
{
    public override string Says => $"step {System}/{Step} takes {Durations.Text(Takes)}";

    public override Plan Apply(Plan plan) => plan.WithSystem(System, s => s with
    {
        Recover = PlanEdits.Edited(s.Recover, step => step.Name == Step, step => step with { Takes = Takes }, $"step {System}/{Step}"),
    });

    public override Basis Apply(Basis basis)
    {
        var changed = base.Apply(basis);
        return changed with { History = changed.History.Without(d => d.Step == new Runs.StepName(System, Step)) };
    }
}
