using System.Text.RegularExpressions;
using Holdfast.Recovery.Plans.Rules;

namespace Holdfast.Presentation.Plans.Checked;

/// <summary>
/// What is unwise in a plan, for who reads it: the worst first, and what a rule says of many things alike once, with their names. A plan of hundreds of
/// systems that are alike has a screen of findings and not thousands of lines.
/// </summary>
public static partial class FindingGroups
{
    /// <summary>So many ways to break one rule are told, and so many names of those that break it in one way.</summary>
    private const int MostWays = 3, MostNames = 6;

    /// <param name="findings">In the order of the text.</param>
    public static IEnumerable<string> Lines(IEnumerable<Finding> findings)
    {
        foreach (var rule in findings.GroupBy(f => (f.Severity, f.Id)).OrderByDescending(r => r.Key.Severity))
        {
            yield return "";
            var ways = rule.GroupBy(f => (Said: WithoutNames(f.Message), Do: WithoutNames(f.Hint))).OrderByDescending(w => w.Count()).ToArray();
            for (var i = 0; i < Math.Min(MostWays, ways.Length); i++)
            {
                var way = ways[i].ToArray();
                yield return way[0].ToString();
                if (way.Length > 1)
                {
                    yield return $"  the same of {Names(way[1..])}";
                }

                // Said once where the next way has the same cure.
                if (i + 1 >= Math.Min(MostWays, ways.Length) || ways[i + 1].Key.Do != ways[i].Key.Do)
                {
                    yield return $"HINT: {way[0].Hint}";
                }
            }

            if (ways.Length > MostWays)
            {
                Finding[] others = [.. ways[MostWays..].SelectMany(w => w)];
                yield return $"  and {others.Length} more of this rule: {Names(others)}";
            }
        }
    }

    private static string Names(Finding[] findings)
    {
        string[] names = [.. findings.Take(MostNames).Select(f => f.Of is null ? $"line {f.Where.Line}" : $"{f.Of} (line {f.Where.Line})")];
        return findings.Length > MostNames ? $"{string.Join(", ", names)} and {findings.Length - MostNames} more"
            : names.Length == 1 ? names[0]
            : $"{string.Join(", ", names[..^1])} and {names[^1]}";
    }

    /// <summary>The same for all things of a plan that are alike.</summary>
    private static string WithoutNames(string text) => Quoted().Replace(text, "\"\"");

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();
}
