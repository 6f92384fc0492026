using YamlDotNet.Core;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>
/// Says in plain words why a text is not YAML. The parser's own words are read but not shown: they are written for
/// people who know its grammar.
/// </summary>
internal static class YamlSyntax
{
    public const string AliasMessage = "\"*\" and \"&\" at the start of a value make a YAML alias or anchor, which a plan does not use";
    public const string AliasHint = "if it is meant as text, put it in quotes, such as \"*.tmp\"; else write the value out here.";
    public const string TagMessage = "\"!\" at the start of a value makes a YAML tag, which a plan does not use";
    public const string TagHint = "if it is meant as text, put it in quotes; else remove it.";

    private const string UnclosedList = "flow sequence";
    private const string UnclosedMapping = "flow mapping";

    // What the parser's message holds, and what that means to whoever wrote the plan. The first that fits counts.
    private static readonly (string Sign, string Id, string Message, string Hint)[] Meanings =
    [
        ("tag", ProblemId.Tag, TagMessage, TagHint),
        ("anchor or alias", ProblemId.Alias, AliasMessage, AliasHint),
        (UnclosedList, ProblemId.NotYaml, "a list that begins with \"[\" is not continued with \",\" or ended with \"]\" before this place",
            "look for the \"[\" above that has no \"]\"."),
        (UnclosedMapping, ProblemId.NotYaml, "a mapping that begins with \"{\" is not continued with \",\" or ended with \"}\" before this place",
            "look for the \"{\" above that has no \"}\", and put text that holds braces in quotes."),
        ("escape character", ProblemId.NotYaml, "a backslash in this text in double quotes is followed by a letter that has no meaning there",
            "write \\\\ for a backslash, or use 'single quotes'."),
        ("quoted scalar", ProblemId.NotYaml, "the quotes that begin here are never closed", "close them at the end of the text."),
        ("invalid mapping", ProblemId.NotYaml, "a colon here starts a value where none can start",
            "put text that holds \": \" in quotes; else compare the indentation with the lines above."),
        ("cannot start any token", ProblemId.NotYaml, "a value can't start with this character", "put the value in quotes."),
        ("block collection", ProblemId.NotYaml, "this line does not continue the list above it",
            "start it with \"- \" at the list's indentation, or move it to the indentation of the key that it belongs to."),
    ];

    /// <summary>What the parser's message holds when the end of one of these is not found.</summary>
    public static string UnclosedSign(bool isMap) => isMap ? UnclosedMapping : UnclosedList;

    public static void Report(YamlException error, string text, ProblemLog log)
    {
        // The parser reports tabs at the place where it began to look, which may be the top of the file.
        if (TabbedLine(text, (int)error.Start.Line) is { } tabbed && error.Message.Contains("tab", StringComparison.Ordinal))
        {
            log.Add(ProblemId.Tabs, tabbed, 1, "this line is indented with a tab, which YAML does not allow", "use spaces.");
            return;
        }

        var meaning = Meanings.FirstOrDefault(m => error.Message.Contains(m.Sign, StringComparison.Ordinal));
        log.Add(meaning.Id ?? ProblemId.NotYaml, Math.Max(1, (int)error.Start.Line), Math.Max(1, (int)error.Start.Column),
            meaning.Message ?? "this is not valid YAML from here on",
            meaning.Hint ?? "compare the indentation, colons and quotes with the lines above.");
    }

    /// <returns>The first line from <paramref name="from"/> on whose indentation holds a tab.</returns>
    private static int? TabbedLine(string text, int from)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var indentation = line[..(line.Length - line.TrimStart().Length)];
            if (++number >= from && indentation.Contains('\t') && indentation.Length < line.Length)
            {
                return number;
            }
        }

        return null;
    }
}
