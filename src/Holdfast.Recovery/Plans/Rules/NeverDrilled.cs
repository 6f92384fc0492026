using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A scenario that is foreseen and never practised.</summary>
internal sealed class NeverDrilled() : Rule("never-drilled", Severity.Warning, "NIS2 2024/2690 annex 4.1.4")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from drilled in new[] { plan.Drills.Select(d => d.Scenario).ToHashSet() }
        from scenario in plan.Scenarios
        where !drilled.Contains(scenario.Name)
        select At(
            $"nobody is to practise scenario {Shown.Quoted(scenario.Name)}",
            "write it under \"drills\", such as  - { scenario: ..., every: 6 months, kind: full }",
            "scenarios", scenario.Name);
}
