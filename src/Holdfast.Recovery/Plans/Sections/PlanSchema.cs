using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

/// <summary>The JSON Schema of plans, for editors that complete and check while one writes. Made from the shapes that readers read by.</summary>
public static class PlanSchema
{
    /// <summary>The whole of it, as it is published: JSON with a line feed at its end.</summary>
    public static string Text { get; } = TextOf();

    /// <summary>Every thing of the language by its name in the schema, with its keys.</summary>
    internal static ImmutableSortedDictionary<string, ImmutableArray<string>> Keys { get; } =
        SchemaDefinitions.ShapesUnder(PlanSections.Shape).ToImmutableSortedDictionary(s => s.Key, s => s.Value.Names.ToImmutableArray(), StringComparer.Ordinal);

    private static string TextOf()
    {
        var buffer = new ArrayBufferWriter<byte>();
        // Read by people and by editors, never put into a page: quotes and dashes stay as they are.
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            SchemaDefinitions.Whole("Holdfast plan", PlanSections.Shape).WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
