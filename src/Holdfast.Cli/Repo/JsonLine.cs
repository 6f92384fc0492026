using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Holdfast.Cli.Repo;

/// <summary>One JSON value a line.</summary>
internal static class JsonLine
{
    // Names as they are; the output is no part of a web page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an object.</summary>
    internal static void Write(TextWriter output, Action<Utf8JsonWriter> members) => WriteValue(output, json =>
    {
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
    });

    internal static void WriteValue(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            write(json);
        }

        output.Write(Encoding.UTF8.GetString(buffer.ToArray()) + '\n');
    }

    internal static void WriteTexts(this Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
