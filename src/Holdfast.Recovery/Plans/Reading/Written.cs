using System.Text.Json.Nodes;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>What may stand in a place of a plan, as its JSON Schema says it. Readers judge more than a schema can.</summary>
/// <param name="schema">Makes it, with what it refers to put among the definitions.</param>
internal sealed class Written(Func<SchemaDefinitions, JsonObject> schema)
{
    private static readonly string[] Scalars = ["string", "number", "boolean"];
    private static readonly string[] DigitsOrText = ["integer", "string"];
    private static readonly string[] Figures = ["number", "string"];

    public static Written Text { get; } = new(_ => new() { ["type"] = "string" });

    /// <summary>Text, or a number or a truth that is meant as text.</summary>
    public static Written AnyScalar { get; } = new(_ => new() { ["type"] = Array(Scalars) });

    public static Written NumberOrText { get; } = new(_ => new() { ["type"] = Array(Figures) });

    /// <summary>Yes or no, in quotes or not.</summary>
    public static Written YesOrNo { get; } = new(_ => new() { ["enum"] = new JsonArray(true, false, "true", "false") });

    public JsonObject Schema(SchemaDefinitions definitions) => schema(definitions);

    public static Written Matching(string pattern, string? says = null) => new(_ => Says(new() { ["type"] = "string", ["pattern"] = pattern }, says));

    /// <summary>One of these words.</summary>
    public static Written OneOf(params string[] words) => new(_ => new() { ["enum"] = Array(words) });

    /// <summary>One of the choices that the model has, by its words.</summary>
    public static Written Choice<T>() where T : struct, Enum => OneOf([.. Enum.GetValues<T>().Select(Words.Of)]);

    public static Written Only(string word) => new(_ => new() { ["const"] = word });

    public static Written Whole(int least, int? most = null) => new(_ =>
    {
        var whole = new JsonObject { ["type"] = Array(DigitsOrText), ["minimum"] = least };
        if (most is not null)
        {
            whole["maximum"] = most;
        }

        return whole;
    });

    public static Written ListOf(Written item, bool some = false) => new(definitions =>
    {
        var list = new JsonObject { ["type"] = "array" };
        if (some)
        {
            list["minItems"] = 1;
        }

        list["items"] = item.Schema(definitions);
        return list;
    });

    /// <summary>A mapping whose keys the plan chooses.</summary>
    /// <param name="names">What they may be; null: any text.</param>
    public static Written MapOf(Written value, Written? names = null) => new(definitions =>
    {
        var map = new JsonObject { ["type"] = "object" };
        if (names is not null)
        {
            map["propertyNames"] = names.Schema(definitions);
        }

        map["additionalProperties"] = value.Schema(definitions);
        return map;
    });

    public static Written Either(params Written[] all) => new(definitions => new() { ["anyOf"] = new JsonArray([.. all.Select(one => one.Schema(definitions))]) });

    public static Written Mapping(Shape shape) => new(definitions => definitions.Of(shape));

    /// <summary>A kind of value with a name of its own, which the schema says once.</summary>
    public static Written Named(string name, string says, Written value, params string[] examples) => new(definitions => definitions.Of(name, () =>
    {
        var named = new JsonObject { ["description"] = says };
        foreach (var (word, node) in value.Schema(definitions).ToArray())
        {
            named[word] = node?.DeepClone();
        }

        if (examples.Length > 0)
        {
            named["examples"] = Array(examples);
        }

        return named;
    }));

    internal static JsonObject Says(JsonObject schema, string? says)
    {
        if (says is not null)
        {
            schema["description"] = says;
        }

        return schema;
    }

    private static JsonArray Array(IEnumerable<string> words) => new([.. words.Select(word => (JsonNode?)word)]);
}
