using System.Text.Json.Nodes;
using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Plans.Shown;

/// <summary>A plan for programs: each thing an object, each of its values an object that says where it comes from.</summary>
public static class ShownJson
{
    public static JsonObject Of(ShownPlan plan, string file)
    {
        var json = new JsonObject { ["file"] = file, ["organization"] = plan.Organization };
        foreach (var value in plan.Top?.Values ?? [])
        {
            json[value.Key] = Of(value);
        }

        // Systems come in several sections, one for each tier; in JSON they are one list.
        foreach (var kind in plan.Sections.GroupBy(s => s.Key))
        {
            json[kind.Key] = JsonFields.List(kind.SelectMany(s => s.Things.Select(t => Of(t, s.Kind == ShownSystems.Kind))));
        }

        json["singleLosses"] = JsonFields.Of(plan.SingleLosses);
        return json;
    }

    private static JsonObject Of(ShownThing thing, bool hasSteps)
    {
        var json = new JsonObject { ["name"] = thing.Name, ["at"] = Of(thing.At) };
        foreach (var value in thing.Values)
        {
            json[value.Key] = Of(value);
        }

        if (hasSteps)
        {
            json["steps"] = JsonFields.List(thing.Parts.Select(step => Of(step, hasSteps: false)));
        }

        return json;
    }

    private static JsonObject Of(ShownValue value) => new JsonObject { { "value", value.Json?.DeepClone() }, { "from", value.Origin.From is { } from ? Words.Of(from) : "plan" }, { "tier", value.Origin.Tier }, { "at", Of(value.Origin.At) } };

    private static JsonObject? Of(Place? at) => at is { } place ? new JsonObject { { "file", place.File }, { "line", place.Line }, { "column", place.Column } } : null;
}
