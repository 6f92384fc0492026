using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Exercises;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Sections;

/// <summary>Reads how often scenarios are practised, and what came of it.</summary>
internal static class ExerciseReader
{
    public static Shape DrillShape { get; } = new(
        "drill",
        "How often a scenario is practised.",
        new("scenario", Written.Text, "One of the plan.", Needed: true),
        new("every", CalendarSpans.Written, Needed: true),
        new("kind", Written.Choice<ExerciseKind>(), "How."),
        new("by itself", Written.YesOrNo, "Whether whoever keeps the schedule begins it when it is due."),
        new("between", ClockTimes.WindowWritten, "When it may begin by itself."));

    private static Shape ActionShape { get; } = new(
        "action",
        "What is to be done after an exercise.",
        new("do", Written.Text, "What.", Needed: true),
        new("owner", Written.Text, "A role or a person.", Needed: true),
        new("due", Dates.Written, Needed: true),
        new("done", Dates.Written, "When it was."));

    public static Shape Shape { get; } = new(
        "exercise",
        "What was practised, and what came of it.",
        new("on", Dates.Written, Needed: true),
        new("kind", Written.Choice<ExerciseKind>(), "How.", Needed: true),
        new("scenario", Written.Text, "One of the plan."),
        new("took part", Written.ListOf(Written.Text), "People."),
        new("learnt", Written.Text, "What came of it."),
        new("actions", Written.ListOf(Written.Mapping(ActionShape)), "What is to be done."));

    public static DrillSchedule? ReadDrill(Field item, PlanScope scope)
    {
        if (item.Fields(item.Node, DrillShape) is not { } fields)
        {
            return null;
        }

        var kind = fields.Optional("kind")?.Word<ExerciseKind>() ?? ExerciseKind.Test;
        var byItself = fields.Optional("by itself")?.YesOrNo() ?? false;
        var between = fields.Optional("between") is { } window ? ClockTimes.ReadWindow(window, scope.TimeZone, forbids: false) : null;
        if (byItself && kind != ExerciseKind.Test)
        {
            fields.Optional("by itself")!.Refuse(ProblemId.StrayReason, $"begins what people do: {Words.Of(kind)}", "leave it out, or write a second drill of this scenario with  kind: test");
        }
        else if (between is not null && !byItself && !fields.IsMisspelt("by itself"))
        {
            fields.Optional("between")!.Refuse(ProblemId.StrayReason, "says when a drill begins by itself that does not", "add  by itself: true  or remove it.");
        }

        return new DrillSchedule(
            scope.Scenarios.Refer(fields.Required("scenario", "office fire")).Name ?? "",
            fields.Required("every", "3 months")?.As(CalendarSpans.Kind) ?? new CalendarSpan(0, 1),
            kind) { ByItself = byItself, Between = between };
    }

    public static Exercise? ReadExercise(Field item, PlanScope scope) => item.Fields(item.Node, Shape) is { } fields
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
            .Select(item => item.Fields(item.Node, ActionShape))
            .OfType<Fields>()
            .Select(fields => new CorrectiveAction(
                fields.Required("do", "Put the second key into the safe.")?.Text() ?? "",
                Parties.Read(fields.Required("owner", "maria"), scope) ?? default,
                fields.Required("due", "2026-04-01")?.As(Dates.Kind) ?? default,
                fields.Optional("done")?.As(Dates.Kind))),
    ];
}
