using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Holdfast.Tests.Presentation.Metrics;

/// <summary>
/// Reads the text format of Prometheus, 0.0.4, as strictly as its description lets anybody: found without the code that writes it. What is also refused: a family
/// without its HELP and TYPE before it or in two pieces, a series that comes twice, and a name that does not say its unit as the naming rules ask.
/// </summary>
internal static partial class StrictExposition
{
    public static IReadOnlyList<Sample> Read(string text)
    {
        var (samples, helped, typed, seen) = (new List<Sample>(), new HashSet<string>(), new Dictionary<string, string>(), new HashSet<string>());
        string? family = null;
        Demand(text.Length > 0 && text.EndsWith('\n') && !text.Contains('\r', StringComparison.Ordinal), "it does not end with the end of a line", text);
        foreach (var line in text.Split('\n')[..^1])
        {
            if (Comment().Match(line) is { Success: true } comment)
            {
                var (kind, name, rest) = (comment.Groups[1].Value, comment.Groups[2].Value, comment.Groups[3].Value);
                Demand(kind == "HELP" ? helped.Add(name) : typed.TryAdd(name, rest), $"a second {kind}", line);
                Demand(kind == "HELP" ? !Unescaped().IsMatch(rest) && rest.Length > 0 : rest is "gauge" or "counter", "no good text", line);
                Demand(kind != "TYPE" || helped.Contains(name), "TYPE before HELP", line);
                Demand(kind != "HELP" || !samples.Exists(s => s.Name == name), "HELP after a sample", line);
                family = name;
                continue;
            }

            var sample = SampleOf(line);
            Demand(sample.Name == family && typed.ContainsKey(sample.Name), "a sample outside its family", line);
            Demand(sample.Name.EndsWith("_total", StringComparison.Ordinal) == (typed[sample.Name] == "counter"), "_total is for counters, and for them alone", line);
            Demand(Unit().IsMatch(sample.Name), "no base unit", line);
            Demand(seen.Add($"{sample.Name}{{{string.Join(',', sample.Labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value.Length}:{l.Value}"))}}}"), "a series that comes twice", line);
            samples.Add(sample);
        }

        return samples;
    }

    private static Sample SampleOf(string line)
    {
        var name = Name().Match(line);
        Demand(name.Success, "no name", line);
        var (at, labels) = (name.Length, new Dictionary<string, string>());
        if (at < line.Length && line[at] == '{')
        {
            at++;
            while (line[at] != '}')
            {
                var label = Label().Match(line[at..]);
                Demand(label.Success, "no label", line);
                at += label.Length;
                var value = new StringBuilder();
                for (; line[at] != '"'; at++)
                {
                    value.Append(line[at] != '\\' ? line[at] : line[++at] switch { '\\' => '\\', '"' => '"', 'n' => '\n', _ => throw new FormatException($"an escape that is none: {line}") });
                }

                Demand(labels.TryAdd(label.Groups[1].Value, value.ToString()), "a label that comes twice", line);
                at += line[at + 1] == ',' ? 2 : 1;
                Demand(line[at] != '}' || line[at - 1] == '"', "a comma before the end", line);
            }

            at++;
        }

        Demand(at < line.Length && line[at] == ' ', "no value", line);
        Demand(double.TryParse(line[(at + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number), "no number", line);
        return new(name.Value, labels, number);
    }

    private static void Demand(bool isSo, string why, string line)
    {
        if (!isSo)
        {
            throw new FormatException($"{why}: {line}");
        }
    }

    [GeneratedRegex("^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?<!\\)(\\\\)*\\([^\\n]|$)")]
    private static partial Regex Unescaped();

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*")]
    private static partial Regex Name();

    [GeneratedRegex("^([a-zA-Z_][a-zA-Z0-9_]*)=\"")]
    private static partial Regex Label();

    /// <summary>Units are seconds and bytes, at the end; what has another name of a unit anywhere is not in its base unit.</summary>
    [GeneratedRegex("^(?!.*_(ms|milliseconds|minutes|hours|days|kb|mb|kilobytes|megabytes|percent)(_|$))(?!.*_(seconds|bytes)_)(?!.*timestamp(?!_seconds$)).*$")]
    private static partial Regex Unit();

    internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);
}
