using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Holdfast.Cli.Init.Texts;

/// <summary>Writes texts so that every reader of YAML reads the same text again, and people see quotes only where they are needed.</summary>
internal static partial class Yaml
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "y", "n", "yes", "no", "on", "off", "true", "false", "null" };

    /// <summary>A key or a value, in blocks and between brackets.</summary>
    public static string Text(string text) => Plain().IsMatch(text) && !Number().IsMatch(text) && !Words.Contains(text) ? text : Quoted(text);

    public static string List(IEnumerable<string> items) => $"[{string.Join(", ", items.Select(Text))}]";

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            quoted.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                ' ' => " ",
                _ when SafeText.IsSafe(rune) => rune.ToString(),
                <= 0xFFFF and var code => "\\u" + code.ToString("X4", CultureInfo.InvariantCulture),
                var code => "\\U" + code.ToString("X8", CultureInfo.InvariantCulture),
            });
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"\A[\p{L}\p{Nd}/_.][\p{L}\p{Nd} _./@+=%-]*(?<! )\z")]
    private static partial Regex Plain();

    // Also what YAML 1.1 takes for a number or a date: 1e3, 0x1f, 1_000, .5, 2026-01-02.
    [GeneratedRegex(@"\A[-+.]?[0-9][0-9a-fA-FoxX_.+:e-]*\z|\A[-+]?\.(inf|nan)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Number();
}
