using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>
/// Writes a plan of several files as one text, which means the same and needs no other file: it is what repositories and journals
/// keep. JSON under a line of comment, which is YAML too.
/// </summary>
internal static class WholeText
{
    /// <summary>Its first line. A text that begins so may be larger than a file that someone writes.</summary>
    public const string FirstLine = "# All files of a plan as one, written by Holdfast.";

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(PlanNode plan)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Indented))
        {
            Write(plan, json);
        }

        return $"{FirstLine}\n{Encoding.UTF8.GetString(bytes.ToArray())}\n";
    }

    // Recursion is safe: the parser refuses what is nested deep.
    private static void Write(PlanNode node, Utf8JsonWriter json)
    {
        switch (node)
        {
            case MapNode map:
                json.WriteStartObject();
                foreach (var (key, value) in map.Entries)
                {
                    json.WritePropertyName(key.Text);
                    Write(value, json);
                }

                json.WriteEndObject();
                break;
            case ListNode list:
                json.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(item, json);
                }

                json.WriteEndArray();
                break;
            case TextNode { IsNull: false } text:
                json.WriteStringValue(text.Text);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
