using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Presentation;

/// <summary>
/// What a field of a JSON object can be besides text, numbers, truth and times. Each name of the output is written where the object is made:
/// no name follows from how the code calls it, and nothing is found by reflection, which a program compiled ahead of time does not have.
/// </summary>
public static class JsonFields
{
    public static void Add(this JsonObject json, string name, IEnumerable<string>? texts) => json.Add(name, texts is null ? null : List(texts));

    public static void Add(this JsonObject json, string name, IEnumerable<JsonObject>? objects) => json.Add(name, objects is null ? null : List(objects));

    /// <summary>An object with a text for each name.</summary>
    public static void Add(this JsonObject json, string name, IEnumerable<KeyValuePair<string, string>> texts) =>
        json.Add(name, Map(texts));

    /// <summary>An enumeration's value by the word that its members declare for JSON, or by its number where they declare none.</summary>
    public static void Add<TEnum>(this JsonObject json, string name, TEnum value)
        where TEnum : struct, Enum => json.Add(name, Of(value));

    public static void Add<TEnum>(this JsonObject json, string name, TEnum? value)
        where TEnum : struct, Enum => json.Add(name, value is { } known ? Of(known) : null);

    /// <summary>The word that an enumeration's value declares for JSON.</summary>
    public static string WordOf<TEnum>(TEnum value)
        where TEnum : struct, Enum => Of(value)!.GetValue<string>();

    public static JsonObject Map(IEnumerable<KeyValuePair<string, string>> texts) => new(texts.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)));

    public static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode?)t)]);

    public static JsonArray List(IEnumerable<JsonObject> objects) => new([.. objects]);

    /// <summary>A value that the output has as it is; its type is one of <see cref="OutputJson"/>.</summary>
    public static JsonNode? Of<T>(T value) => JsonSerializer.SerializeToNode(value, (JsonTypeInfo<T>)(OutputJson.Default.GetTypeInfo(typeof(T))
        ?? throw new InvalidOperationException($"{typeof(T)} is not among the types of {nameof(OutputJson)}.")));
}
