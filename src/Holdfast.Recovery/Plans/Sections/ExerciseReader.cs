using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Exercises;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Sections;

/// <summary>Reads how often scenarios are practised, and what came of it.</summary>
internal static class ExerciseReader
{
    public static DrillSchedule? ReadDrill(Field item, PlanScope scope) => item.Fields(item.Node, PlanKeys.Drill) is { } fields
        ? new DrillSchedule(
            scope.Scenarios.Refer(fields.Required("scenario", "office fire")).Name ?? "",
            fields.Required("every", "3 months")?.As(CalendarSpans.Kind) ?? new CalendarSpan(0, 1),
            fields.Optional("kind")?.Word<ExerciseKind>() ?? ExerciseKind.Test)
        : null;

    public static Exercise? ReadExercise(Field item, PlanScope scope) => item.Fields(item.Node, PlanKeys.Exercise) is { } fields
        ? new Exercise(
            fields.Required("on", "2026-02-14")?.As(Dates.Kind) ?? default,
            fields.Required("kind", "tabletop")?.Word<ExerciseKind>() ?? default,
            fields.Optional("scenario") is { } scenario ? scope.Scenarios.Refer(scenario).Name : null,
            [.. scope.People.ReferAll(fields.Optional("took part")?.Items()).Select(p => p.Name)],
            fields.Optional("learnt")?.Text(),
            fields.Optional("actions") is { } actions ? ActionsOf(actions, scope) : [])
        : null;

    private static ImmutableArray<CorrectiveAction> ActionsOf(Field actions, PlanScope scope) =>
    [
        .. (actions.Items() ?? [])
            .Select(item => item.Fields(item.Node, PlanKeys.Action))
            .OfType<Fields>()
            .Select(fields => new CorrectiveAction(
                fields.Required("do", "Put the second key into the safe.")?.Text() ?? "",
                Parties.Read(fields.Required("owner", "maria"), scope) ?? default,
                fields.Required("due", "2026-04-01")?.As(Dates.Kind) ?? default,
                fields.Optional("done")?.As(Dates.Kind))),
    ];
}
