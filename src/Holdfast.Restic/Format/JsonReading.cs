using System.Text.Json;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Format;

/// <summary>
/// Reading JSON that someone else wrote: whatever is wrong with it is damage, told with its place; what a reader throws as
/// <see cref="NotSupportedException"/> is only not understood.
/// </summary>
internal static class JsonReading
{
    // What Go's reader takes.
    private const int MaxDepth = 10_000;

    /// <summary>Parses and reads in one guarded step.</summary>
    /// <exception cref="RepositoryException">Damaged, or Unsupported.</exception>
    internal static T Read<T>(ReadOnlyMemory<byte> json, string what, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = MaxDepth });
            return read(document.RootElement);
        }
        catch (Exception e) when (Told(e, what) is { } told)
        {
            throw told;
        }
    }

    /// <summary>
    /// Reads the list that is a member of an object, entry by entry: however long, it takes no more memory than what is made of it. Absent or null,
    /// it is empty.
    /// </summary>
    /// <exception cref="RepositoryException">Damaged, or Unsupported.</exception>
    internal static List<T> ReadList<T>(ReadOnlyMemory<byte> json, string what, ReadOnlySpan<byte> name, Func<JsonElement, T> read)
    {
        try
        {
            List<T> list = [];
            var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new FormatException(reader.TokenType == JsonTokenType.StartArray
                    ? "it has the form of a very old index; let restic 0.9 or later rebuild it" : "it is not an object");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isWanted = reader.ValueTextEquals(name);
                reader.Read();
                if (!isWanted)
                {
                    reader.Skip();
                    continue;
                }

                // Of a member that is there twice the last counts, as for every reader of JSON.
                list.Clear();
                ReadEntries(ref reader, list, read);
            }

            return reader.Read() ? throw new FormatException("something follows it") : list;
        }
        catch (Exception e) when (Told(e, what) is { } told)
        {
            throw told;
        }
    }

    private static void ReadEntries<T>(ref Utf8JsonReader reader, List<T> list, Func<JsonElement, T> read)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new FormatException("its list is not a list");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            using var entry = JsonDocument.ParseValue(ref reader);
            list.Add(read(entry.RootElement));
        }
    }

    // What is not known here may mean something to another program.
    private static RepositoryException? Told(Exception e, string what) => e switch
    {
        NotSupportedException => RepositoryException.NotUnderstood($"{what} is not understood: {e.Message}", e),
        JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException =>
            RepositoryException.Damaged($"{what} is damaged: {e.Message}", inner: e),
        _ => null,
    };

    /// <returns>Null when the member is absent or null.</returns>
    internal static JsonElement? Member(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    internal static string Text(this JsonElement element, string name) => element.Member(name)?.GetString() ?? "";

    internal static ulong Number(this JsonElement element, string name) => element.Member(name)?.GetUInt64() ?? 0;

    internal static Digest? Digest(this JsonElement element, string name) => element.Member(name)?.AsDigest();

    internal static Digest AsDigest(this JsonElement element) =>
        Format.Digest.TryParse(element.GetString(), out var digest) ? digest : throw new FormatException($"\"{element}\" is not an id");

    internal static FileTime? Time(this JsonElement element, string name) =>
        element.Member(name)?.GetString() is not { } text ? null
        : FileTime.TryParse(text, out var time) ? time
        : throw new FormatException($"\"{text}\" is not a time");

    internal static List<T> List<T>(this JsonElement element, string name, Func<JsonElement, T> read) =>
        element.Member(name) is { } array ? [.. array.EnumerateArray().Select(read)] : [];
}
