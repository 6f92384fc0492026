using System.Text.Json;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Format;

/// <summary>Reading JSON that somebody else wrote: whatever is wrong with it is damage, told with its place.</summary>
internal static class JsonReading
{
    /// <summary>Parses and reads in one guarded step.</summary>
    /// <exception cref="RepositoryException">Damaged.</exception>
    internal static T Read<T>(ReadOnlyMemory<byte> json, string what, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 32 });
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw RepositoryException.Damaged($"{what} is damaged: {e.Message}", inner: e);
        }
    }

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
