using System.Text;
using System.Xml.Linq;

namespace Holdfast.Presentation.Kits.Markup;

/// <summary>
/// Writes elements as HTML. (As XML, an empty paragraph would be a tag that HTML takes for an open one.) Characters that move or turn
/// around what stands beside them on paper are replaced: a telephone number must read as it is.
/// </summary>
public static class HtmlText
{
    private const char Replacement = '\uFFFD';

    private static readonly HashSet<string> Void = ["br", "hr", "meta"];

    public static string Of(XElement page)
    {
        var text = new StringBuilder("<!DOCTYPE html>\n");
        Write(page, text);
        return text.Append('\n').ToString();
    }

    // Recursion is safe: what a kit nests is nested by its sections, not by the plan.
    private static void Write(XElement element, StringBuilder text)
    {
        var name = element.Name.LocalName;
        text.Append('<').Append(name);
        foreach (var attribute in element.Attributes())
        {
            text.Append(' ').Append(attribute.Name.LocalName).Append("=\"");
            Escape(attribute.Value, text);
            text.Append('"');
        }

        text.Append('>');
        if (Void.Contains(name))
        {
            return;
        }

        foreach (var node in element.Nodes())
        {
            if (node is XElement child)
            {
                Write(child, text);
            }
            else if (name == "style")
            {
                text.Append(((XText)node).Value);
            }
            else
            {
                Escape(((XText)node).Value, text);
            }
        }

        text.Append("</").Append(name).Append('>');
        if (IsBlock(name))
        {
            text.Append('\n');
        }
    }

    private static void Escape(string value, StringBuilder text)
    {
        foreach (var rune in value.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => text.Append("&amp;"),
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '"' => text.Append("&quot;"),
                '\n' or '\t' => text.Append((char)rune.Value),
                _ when Rune.IsControl(rune) || TurnsText(rune) => text.Append(Replacement),
                _ => text.Append(rune.ToString()),
            };
        }
    }

    /// <summary>Marks, embeddings, overrides and isolates of the bidirectional algorithm, and line breaks that are none in HTML.</summary>
    private static bool TurnsText(Rune rune) => rune.Value is 0x061C or (>= 0x200E and <= 0x200F) or (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    private static bool IsBlock(string name) => name is "section" or "p" or "li" or "tr" or "table" or "thead" or "tbody" or "h1" or "h2" or "h3" or "h4" or "ol" or "ul" or "div" or "head" or "header" or "nav";
}
