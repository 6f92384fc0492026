using System.Text.Json.Nodes;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Makes a JSON Schema from the shapes of a language: each named thing once, wherever it is referred to.</summary>
internal sealed class SchemaDefinitions
{
    private readonly Dictionary<string, JsonObject> _definitions = [];
    private readonly Dictionary<string, Shape> _shapes = [];

    /// <summary>Every shape that the root leads to, the root among them.</summary>
    public static IReadOnlyDictionary<string, Shape> ShapesUnder(Shape root)
    {
        var definitions = new SchemaDefinitions();
        definitions.Body(root);
        definitions._shapes[root.Name] = root;
        return definitions._shapes;
    }

    /// <param name="title">Of the whole.</param>
    public static JsonObject Whole(string title, Shape root)
    {
        var definitions = new SchemaDefinitions();
        var whole = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = title };
        foreach (var (word, node) in definitions.Body(root).ToArray())
        {
            whole[word] = node?.DeepClone();
        }

        whole["$defs"] = new JsonObject(definitions._definitions.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => KeyValuePair.Create(d.Key, (JsonNode?)d.Value)));
        return whole;
    }

    /// <returns>A reference to it.</returns>
    public JsonObject Of(Shape shape) => Of(shape.Name, () =>
    {
        _shapes[shape.Name] = shape;
        return Body(shape);
    });

    /// <returns>A reference to what is known by that name, which is made where it is not known yet.</returns>
    public JsonObject Of(string name, Func<JsonObject> make)
    {
        if (!_definitions.ContainsKey(name))
        {
            _definitions[name] = make();
        }

        return new() { ["$ref"] = $"#/$defs/{name}" };
    }

    private JsonObject Body(Shape shape)
    {
        var properties = new JsonObject();
        foreach (var key in shape.Alternatives.SelectMany(a => a.Keys).Concat(shape.Keys))
        {
            var property = Written.Says(key.Value.Schema(this), key.Says);
            if (properties[key.Name] is not JsonObject same)
            {
                properties[key.Name] = property;
            }
            else if (!JsonNode.DeepEquals(same, property))
            {
                properties[key.Name] = EitherOf(same, property);
            }
        }

        var body = new JsonObject { ["description"] = shape.Says, ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        string[] needed = [.. shape.Keys.Where(k => k.Needed).Select(k => k.Name)];
        if (needed.Length > 0)
        {
            body["required"] = Array(needed);
        }

        Sets(body, "oneOf", [.. shape.Alternatives.Select(a => a.Keys.Where(k => k == a.Deciding || k.Needed).Select(k => k.Name)), .. shape.OneOf]);
        Sets(body, "anyOf", [.. shape.AnyOf]);
        return body;
    }

    /// <summary>One key that means two things, by what it stands beside.</summary>
    private static JsonObject EitherOf(JsonObject one, JsonObject other) =>
        new() { ["description"] = $"{one["description"]} Or: {other["description"]}", ["anyOf"] = new JsonArray(one.DeepClone(), other) };

    private static void Sets(JsonObject body, string word, IEnumerable<string>[] sets)
    {
        if (sets.Length > 0)
        {
            body[word] = new JsonArray([.. sets.Select(keys => (JsonNode)new JsonObject { ["required"] = Array(keys) })]);
        }
    }

    private static JsonArray Array(IEnumerable<string> words) => new([.. words.Select(word => (JsonNode?)word)]);
}
