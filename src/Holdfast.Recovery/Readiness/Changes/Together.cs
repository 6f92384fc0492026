using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Readiness.Changes;

/// <summary>Two changes, neither of which may be enough by itself.</summary>
public sealed record Together(Change First, Change Second) : Change
{
    public override string Says => $"{First.Says}, and {Second.Says}";

    public override Plan Apply(Plan plan) => Second.Apply(First.Apply(plan));

    public override Basis Apply(Basis basis) => Second.Apply(First.Apply(basis));

    public override bool CountsIn(Plan plan, Scenario scenario) => First.CountsIn(plan, scenario) && Second.CountsIn(plan, scenario);
}
