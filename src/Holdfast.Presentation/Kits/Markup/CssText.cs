using System.Globalization;
using System.Text;

namespace Holdfast.Presentation.Kits.Markup;

/// <summary>A text as CSS writes it between quotes. Everything but letters, digits and spaces is written by its number, so nothing in it ends the text.</summary>
public static class CssText
{
    public static string Of(string text)
    {
        var css = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            _ = Rune.IsLetterOrDigit(rune) || rune.Value == ' '
                ? css.Append(rune.ToString())
                : css.Append('\\').Append(rune.Value.ToString("X6", CultureInfo.InvariantCulture)).Append(' '); // Which belongs to the number.
        }

        return css.Append('"').ToString();
    }
}
