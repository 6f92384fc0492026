using System.Globalization;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Presentation.Plans.Shown;

/// <summary>Puts what can be lost, and how that is practised, into words.</summary>
public static class ShownScenarios
{
    public static IEnumerable<ShownSection> Of(Plan plan, PlanPlaces places) =>
    [
        new("What can be lost", "scenario", "scenarios", [.. plan.Scenarios.Select(s => Describe(s, plan, places))], SingleLossesOf(plan)),
        new("Drills", "drill", "drills",
        [
            .. plan.Drills.Select((drill, number) => new Description(places, "drills", number.ToString(CultureInfo.InvariantCulture))
                .Text("scenario", drill.Scenario).Text("every", drill.Every.ToString()).Word("kind", drill.Kind)
                .Yes("by itself", drill.ByItself, "yes", "no, somebody begins it").Text("between", drill.Between?.ToString(), label: "begins between")
                .As(drill.Scenario)),
        ]),
        new("Exercises that were held", "exercise", "exercises",
        [
            .. plan.Exercises.Select((held, number) => new Description(places, "exercises", number.ToString(CultureInfo.InvariantCulture))
                .Word("kind", held.Kind).Text("scenario", held.Scenario).Names("took part", held.TookPart).Text("learnt", held.Learnt)
                .Number("actions", held.Actions.Count(a => a.Done is null), $"{held.Actions.Length}, of which {held.Actions.Count(a => a.Done is null)} open")
                .As(held.On.ToString("O", CultureInfo.InvariantCulture))),
        ]),
    ];

    private static ShownThing Describe(Scenario scenario, Plan plan, PlanPlaces places)
    {
        var loss = Loss.Of(plan, scenario);
        return new Description(places, "scenarios", scenario.Name)
            .Names("loses", scenario.Loses.Select(d => d.ToString()).Concat(scenario.Things.Select(t => t.ToString())))
            .Time("lasts", scenario.Lasts, Description.NotSaid).Text("likelihood", scenario.Likelihood?.ToString(), Description.NotSaid)
            .From(Origin.Follows, "systems", Or(loss.Systems.Select(s => s.Name)), JsonFields.List(loss.Systems.Select(s => s.Name)), "takes systems")
            .From(Origin.Follows, "unrecoverable", Or(loss.Unrecoverable.Select(u => $"{u.Key}: {u.Value}")), JsonFields.Map(loss.Unrecoverable), "of these for good")
            .As(scenario.Name);
    }

    private static string Or(IEnumerable<string> names) => string.Join("; ", names) is { Length: > 0 } all ? all : "none";

    private static string SingleLossesOf(Plan plan)
    {
        var losses = SingleLosses.Of(plan);
        var kinds = losses.GroupBy(s => s.Things is [var thing] ? Words.Of(thing.Kind) : "failure domain").Select(g => $"{g.Key} ({g.Count()})");
        return $"Holdfast also looks at {losses.Length} single losses that nobody has to write, of one thing each: {string.Join(", ", kinds)}.";
    }
}
