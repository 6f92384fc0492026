using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>
/// Holds a plan against the published schema, as far as that goes: shape, required keys, words, patterns. A word of JSON Schema that
/// it does not know is a fault of the test, not something to pass over.
/// </summary>
internal sealed class SchemaShape(JsonElement root)
{
    public IReadOnlyList<string> Complaints(PlanNode plan) => [.. Check(root, plan, "plan")];

    private IEnumerable<string> Check(JsonElement schema, PlanNode node, string path) =>
        schema.EnumerateObject().SelectMany(word => Check(word.Name, word.Value, schema, node, path));

    private IEnumerable<string> Check(string word, JsonElement value, JsonElement schema, PlanNode node, string path) => word switch
    {
        "$schema" or "$defs" or "title" or "description" or "examples" or "default" => [],
        "minimum" or "maximum" or "minLength" or "maxLength" => [], // The reader's matter, and tested there.
        "$ref" => Check(Definition(value.GetString()!), node, path),
        "type" => Types(value).Any(type => IsOf(type, node)) ? [] : [$"{path} is no {value}"],
        "enum" => value.EnumerateArray().Any(choice => Is(choice, node)) ? [] : [$"{path} is none of {value}"],
        "const" => Is(value, node) ? [] : [$"{path} is not {value}"],
        "pattern" => node is not TextNode text || Regex.IsMatch(text.Text, value.GetString()!) ? [] : [$"{path} does not look like {value}: {text.Text}"],
        "required" => [.. Strings(value).Where(key => node is MapNode map && !Keys(map).Contains(key)).Select(key => $"{path} has no {key}")],
        "properties" => Entries(node).SelectMany(e => value.TryGetProperty(e.Key.Text, out var property) ? Check(property, e.Value, $"{path}/{e.Key.Text}") : []),
        "additionalProperties" => Others(schema, node).SelectMany(e => value.ValueKind switch
        {
            JsonValueKind.False => [$"{path} has {e.Key.Text}, which the schema does not know"],
            _ => Check(value, e.Value, $"{path}/{e.Key.Text}"),
        }),
        "propertyNames" => Entries(node).SelectMany(e => Check(value, e.Key, $"the name {path}/{e.Key.Text}")),
        "items" => node is ListNode list ? list.Items.Index().SelectMany(i => Check(value, i.Item, $"{path}/{i.Index}")) : [],
        "minItems" => node is ListNode items && items.Items.Length < value.GetInt32() ? [$"{path} has too few items"] : [],
        "anyOf" => Fitting(value, node, path) > 0 ? [] : [$"{path} fits none of its choices"],
        "oneOf" => Fitting(value, node, path) == 1 ? [] : [$"{path} fits {Fitting(value, node, path)} of its choices"],
        _ => throw new NotSupportedException($"Nobody decided what \"{word}\" in the schema means."),
    };

    private int Fitting(JsonElement choices, PlanNode node, string path) => choices.EnumerateArray().Count(choice => !Check(choice, node, path).Any());

    private JsonElement Definition(string reference) => root.GetProperty("$defs").GetProperty(reference["#/$defs/".Length..]);

    private static IEnumerable<MapEntry> Others(JsonElement schema, PlanNode node) =>
        Entries(node).Where(e => !(schema.TryGetProperty("properties", out var known) && known.TryGetProperty(e.Key.Text, out _)));

    private static ImmutableArray<MapEntry> Entries(PlanNode node) => node is MapNode map ? map.Entries : [];

    private static HashSet<string> Keys(MapNode map) => [.. map.Entries.Select(e => e.Key.Text)];

    private static bool Is(JsonElement value, PlanNode node) => node is TextNode text && value.ValueKind == JsonValueKind.String && value.GetString() == text.Text;

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array ? Strings(type) : [type.GetString()!];

    private static IEnumerable<string> Strings(JsonElement array) => array.EnumerateArray().Select(s => s.GetString()!);

    // What is written as text is text, and a number or a word of truth where it can be one.
    private static bool IsOf(string type, PlanNode node) => type switch
    {
        "object" => node is MapNode,
        "array" => node is ListNode,
        "integer" => node is TextNode text && long.TryParse(text.Text, out _),
        "number" => node is TextNode text && decimal.TryParse(text.Text, out _),
        "boolean" => node is TextNode { Text: "true" or "false" },
        _ => node is TextNode,
    };
}
