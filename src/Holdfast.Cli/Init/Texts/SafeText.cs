using System.Globalization;
using System.Text;

namespace Holdfast.Cli.Init.Texts;

/// <summary>Names that others chose, for a comment or a terminal: nothing in them ends the line or speaks to the terminal.</summary>
internal static class SafeText
{
    public static string OneLine(string text) => string.Concat(text.EnumerateRunes().Select(r => r.Value == ' ' || IsSafe(r) ? r.ToString() : "?"));

    /// <summary>Not what ends a line for some reader, turns the direction of writing, or cannot be seen.</summary>
    public static bool IsSafe(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.SpaceSeparator);
}
