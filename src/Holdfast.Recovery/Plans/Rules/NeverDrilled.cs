using Holdfast.Recovery.Plans.Exercises;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A scenario that is foreseen and not practised: not planned to be, or not as often as planned.</summary>
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

    public override IEnumerable<Found> In(Plan plan, DateOnly today, PlanEvidence? record) =>
        record is null ? In(plan, today) : In(plan, today).Concat(Overdue(plan, today, record));

    private static IEnumerable<Found> Overdue(Plan plan, DateOnly today, PlanEvidence record) =>
        from planned in plan.Drills.Index()
        let drill = planned.Item
        let last = HeldOn(plan, drill, record).Where(day => day <= today).Select(day => (DateOnly?)day).Max()
        where last is null || drill.Every.From(last.Value) < today
        select At(
            $"scenario {Shown.Quoted(drill.Scenario)} is to be practised every {drill.Every} ({Words.Of(drill.Kind)}), and "
                + (last is null ? "nothing shows that it ever was" : $"it was last on {last:yyyy-MM-dd}"),
            drill.Kind == ExerciseKind.Test ? "run  holdfast drill --scenario  with its name." : "hold the exercise, and write it under \"exercises\".",
            "drills", $"{planned.Index}");

    /// <summary>A test of systems is shown by its sealed journal, what people do together by the plan's own list; a larger exercise does for a smaller.</summary>
    private static IEnumerable<DateOnly> HeldOn(Plan plan, DrillSchedule drill, PlanEvidence record) => drill.Kind == ExerciseKind.Test
        ? record.Drills.Where(d => d.Scenario == drill.Scenario).Select(d => d.On)
        : plan.Exercises.Where(e => e.Scenario == drill.Scenario && e.Kind != ExerciseKind.Test && e.Kind >= drill.Kind).Select(e => e.On);
}
