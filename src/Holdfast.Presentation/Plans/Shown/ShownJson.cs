using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Plans.Shown;

/// <summary>A plan for programs: each thing an object, each of its values an object that says where it comes from.</summary>
public static class ShownJson
{
    public static IReadOnlyDictionary<string, object?> Of(ShownPlan plan, string file)
    {
        var json = new Dictionary<string, object?> { ["file"] = file, ["organization"] = plan.Organization };
        foreach (var value in plan.Top?.Values ?? [])
        {
            json[value.Key] = Of(value);
        }

        // Systems come in several sections, one for each tier; in JSON they are one list.
        foreach (var kind in plan.Sections.GroupBy(s => s.Key))
        {
            json[kind.Key] = kind.SelectMany(s => s.Things.Select(t => Of(t, s.Kind == ShownSystems.Kind))).ToArray();
        }

        json["singleLosses"] = plan.SingleLosses;
        return json;
    }

    private static Dictionary<string, object?> Of(ShownThing thing, bool hasSteps)
    {
        var json = new Dictionary<string, object?> { ["name"] = thing.Name, ["at"] = Of(thing.At) };
        foreach (var value in thing.Values)
        {
            json[value.Key] = Of(value);
        }

        if (hasSteps)
        {
            json["steps"] = thing.Parts.Select(step => Of(step, hasSteps: false)).ToArray();
        }

        return json;
    }

    private static object Of(ShownValue value) => new { value = value.Json, from = value.Origin.From is { } from ? Words.Of(from) : "plan", value.Origin.Tier, at = Of(value.Origin.At) };

    private static object? Of(Place? at) => at is { } place ? new { place.File, place.Line, place.Column } : null;
}
