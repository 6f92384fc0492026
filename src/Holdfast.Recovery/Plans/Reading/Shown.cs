using System.Text;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Words of the plan as they appear in a message: in quotes, of bearable length, with nothing that moves a terminal's cursor.</summary>
internal static class Shown
{
    private const int Longest = 60;
    private const int Most = 5;

    public static string Quoted(string text)
    {
        var shown = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes().Take(Longest))
        {
            shown.Append(Rune.IsControl(rune) ? "?" : rune.ToString());
        }

        return shown.Append(text.Length > Longest ? "...\"" : "\"").ToString();
    }

    /// <summary>
    /// The name before a colon; but one with no value may be the rest of a secret that was not quoted, as in
    /// <c>{ key: first,second }</c>, and is not shown.
    /// </summary>
    public static string NameBefore(PlanNode value, string name) =>
        value is TextNode { IsNull: true } ? "a name without a value" : Quoted(name);

    /// <summary><c>"a"</c>, or <c>"a", "b" and "c"</c>.</summary>
    public static string All(IEnumerable<string> texts, string lastWord = "and")
    {
        var quoted = texts.Select(Quoted).ToArray();
        return quoted.Length < 2 ? string.Concat(quoted) : $"{string.Join(", ", quoted[..^1])} {lastWord} {quoted[^1]}";
    }

    /// <summary>The same, of many only the first: <c>"a", "b", "c", "d", "e" and 7 more</c>.</summary>
    public static string Some(IEnumerable<string> texts, string lastWord = "and")
    {
        var all = texts.ToArray();
        return all.Length <= Most ? All(all, lastWord) : $"{string.Join(", ", all.Take(Most).Select(Quoted))} {lastWord} {all.Length - Most} more";
    }
}
