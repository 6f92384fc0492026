using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Execution.Stores;

/// <summary>
/// How far one reader of a store, who tells others what it holds, has told them. It is moved after they know, so a crash in between costs
/// that they are told twice, and never that they are not.
/// </summary>
/// <param name="reader">Its name; each has a cursor of its own.</param>
internal sealed class StoreCursor(IRunStore store, string reader)
{
    private string Name => $"{StoreNames.Cursors}/{reader}.json";

    /// <returns>Null: it has told nothing. A damaged cursor says the same: then everything is told again.</returns>
    public CursorPosition? Read()
    {
        try
        {
            return store.ReadDocument(Name) is { } bytes && JsonSerializer.Deserialize(bytes, CursorJson.Default.CursorPosition) is { Told: not null, UpTo: not null } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void MoveTo(CursorPosition position) => store.WriteDocument(Name, JsonSerializer.SerializeToUtf8Bytes(position, CursorJson.Default.CursorPosition));
}

/// <param name="Told">What the others call what they were told last, such as a snapshot.</param>
/// <param name="UpTo">The number of the last line of each stream that they know; of a document, 1.</param>
internal sealed record CursorPosition(string Told, ImmutableSortedDictionary<string, long> UpTo)
{
    public static CursorPosition Nowhere { get; } = new("", ImmutableSortedDictionary<string, long>.Empty);

    /// <summary>Whether there is nothing else to tell.</summary>
    public bool IsAt(ImmutableSortedDictionary<string, long> now) => UpTo.Count == now.Count && now.All(n => UpTo.GetValueOrDefault(n.Key) == n.Value);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CursorPosition))]
internal sealed partial class CursorJson : JsonSerializerContext;
