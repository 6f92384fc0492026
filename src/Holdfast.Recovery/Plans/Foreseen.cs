using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans;

/// <summary>What can be foreseen of a plan by name: its scenarios, and the loss of any single thing.</summary>
public static class Foreseen
{
    private const string Single = "loss of ";

    /// <param name="name">Of a scenario; or a single thing, such as <c>host srv1</c>, with or without "loss of" before it.</param>
    /// <returns>Null: the plan has nothing of that name.</returns>
    public static Scenario? Named(Plan plan, string name) =>
        plan.Scenarios.FirstOrDefault(s => s.Name == name)
        ?? SingleLosses.Of(plan).FirstOrDefault(s => s.Name == name || s.Name == Single + name);

    /// <summary>The loss of a single thing that the plan has, as it can be named: a host where there is one.</summary>
    public static string Example(Plan plan) => plan.Hosts is [var host, ..] ? new PlanThing(ThingKind.Host, host.Name).ToString() : "data SYSTEM";

    /// <summary>What a name that the plan does not have was perhaps meant to be; null: no one can tell.</summary>
    public static string? Near(Plan plan, string name) =>
        Suggestion.For(name, plan.Scenarios.Select(s => s.Name).Concat(SingleLosses.Of(plan).SelectMany(s => new[] { s.Name[Single.Length..], s.Name })));
}
