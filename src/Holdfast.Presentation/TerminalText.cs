using System.Globalization;
using System.Text;

namespace Holdfast.Presentation;

/// <summary>
/// Text that others chose (names of files, hosts, tags) made fit to be shown: what a terminal would obey instead of showing becomes an
/// escape, and wide characters are counted as what they take up.
/// </summary>
public static class TerminalText
{
    /// <summary>As it is, unless something in it is a control or formatting character: then quoted, with escapes as Go writes them.</summary>
    public static string Safe(string text)
    {
        if (text.EnumerateRunes().All(IsHarmless))
        {
            return text;
        }

        var safe = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\n' => safe.Append("\\n"),
                '\r' => safe.Append("\\r"),
                '\t' => safe.Append("\\t"),
                '"' or '\\' => safe.Append('\\').Append(rune),
                _ when IsHarmless(rune) => safe.Append(rune),
                _ => AppendEscape(safe, rune),
            };
        }

        return safe.Append('"').ToString();
    }

    /// <summary>
    /// One line of ours in which others' text may be: what a terminal would obey, what would hide or turn text around, and what would begin a line that looks
    /// like one of ours, becomes an escape. Nothing is shown that did not come through here, or through <see cref="Safe"/>.
    /// </summary>
    public static string Shown(string text)
    {
        if (text.EnumerateRunes().All(r => r.Value is '\t' || IsHarmless(r)))
        {
            return text;
        }

        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\t' => shown.Append(rune),
                _ when IsHarmless(rune) => shown.Append(rune),
                '\n' => shown.Append("\\n"),
                '\r' => shown.Append("\\r"),
                _ => AppendEscape(shown, rune),
            };
        }

        return shown.ToString();
    }

    /// <summary>Columns that it takes up.</summary>
    public static int Width(string text) => text.EnumerateRunes().Sum(Width);

    public static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - Width(text)));

    public static string PadLeft(string text, int width) => new string(' ', Math.Max(0, width - Width(text))) + text;

    /// <summary>As much of it as fits.</summary>
    public static string Cut(string text, int width)
    {
        var (used, length) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if ((used += Width(rune)) > width)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }

    private static StringBuilder AppendEscape(StringBuilder text, Rune rune) => rune.Value switch
    {
        < 0x80 => text.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
        < 0x10000 => text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
        _ => text.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
    };

    // The replacement character stands for bytes that are no UTF-8; it is harmless and says so.
    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);

    private static int Width(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        // Unicode's East Asian wide and full-width ranges, and emoji.
        _ => rune.Value is (>= 0x1100 and <= 0x115f) or (>= 0x2e80 and <= 0xa4cf) or (>= 0xac00 and <= 0xd7a3) or (>= 0xf900 and <= 0xfaff)
            or (>= 0xfe30 and <= 0xfe6f) or (>= 0xff00 and <= 0xff60) or (>= 0xffe0 and <= 0xffe6) or (>= 0x1f300 and <= 0x1faff)
            or (>= 0x20000 and <= 0x3fffd) ? 2 : 1,
    };
}
