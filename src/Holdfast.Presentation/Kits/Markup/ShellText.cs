namespace Holdfast.Presentation.Kits.Markup;

/// <summary>A text as one word of a shell's command.</summary>
public static class ShellText
{
    public static string Of(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "/._-:@%+=,".Contains(c, StringComparison.Ordinal))
            ? text
            : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
