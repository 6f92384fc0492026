using System.Text.Json;

namespace Holdfast.Restic.Backends.Rest;

/// <summary>What a server lists: in version 2 names with sizes, in version 1 names alone.</summary>
internal static class RestListing
{
    internal const string MediaType = "application/vnd.x.restic.rest.v2";

    /// <returns>Names that are ids, none twice, with a size where the server gives one.</returns>
    /// <exception cref="InvalidDataException">It is no listing, or not all of one.</exception>
    internal static List<(string Name, long? Size)> Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateArray().Select(Entry).Where(e => FileName.IsId(e.Name)).DistinctBy(e => e.Name)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException($"what it lists is no listing: {e.Message}", e);
        }
    }

    private static (string Name, long? Size) Entry(JsonElement entry) => entry.ValueKind == JsonValueKind.String
        ? (entry.GetString()!, null)
        : (entry.GetProperty("name").GetString() ?? "", entry.GetProperty("size").GetInt64() is >= 0 and var size ? size : throw new FormatException("a size is negative"));
}
