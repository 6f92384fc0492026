using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Holdfast.Presentation.Metrics;

/// <summary>
/// Metrics in the text format of Prometheus, version 0.0.4. What nobody knows is left out: a series that is not there is seen to be missing, and a
/// zero or the value of yesterday is not. Of two values of one series the first stays, since one that comes twice spoils all others.
/// </summary>
/// <param name="of">The label that all have: whose they are.</param>
public sealed class Exposition(string of, string name)
{
    /// <summary>How an HTTP answer calls it.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Dictionary<MetricFamily, Dictionary<string, Sample>> _series = [];

    /// <param name="value">Null, or no number: it is left out.</param>
    /// <param name="labels">In the order of the family's.</param>
    public void Set(MetricFamily family, double? value, params ReadOnlySpan<string> labels)
    {
        if (labels.Length != family.Labels.Length)
        {
            throw new ArgumentException($"{family.Name} has {family.Labels.Length} labels, not {labels.Length}.", nameof(labels));
        }

        if (value is not { } known || !double.IsFinite(known))
        {
            return;
        }

        var all = new List<(string, string)> { (of, TerminalText.Shown(name)) };
        for (var i = 0; i < labels.Length; i++)
        {
            all.Add((family.Labels[i], TerminalText.Shown(labels[i])));
        }

        var text = string.Join(',', all.Select(l => $"{l.Item1}=\"{Escaped(l.Item2).Replace("\"", "\\\"", StringComparison.Ordinal)}\""));
        if (!_series.TryGetValue(family, out var series))
        {
            _series[family] = series = [];
        }

        series.TryAdd(text, new(all, known));
    }

    public void Set(MetricFamily family, bool value, params ReadOnlySpan<string> labels) => Set(family, value ? 1 : 0, labels);

    public void Set(MetricFamily family, TimeSpan? value, params ReadOnlySpan<string> labels) => Set(family, value?.TotalSeconds, labels);

    /// <param name="at">Finer than thousandths of a second nothing here is known.</param>
    public void Set(MetricFamily family, DateTimeOffset? at, params ReadOnlySpan<string> labels) => Set(family, at?.ToUnixTimeMilliseconds() / 1000.0, labels);

    public JsonArray Json => JsonFields.List(MetricFamilies.All.Where(_series.ContainsKey).SelectMany(family => _series[family].Values.Select(sample => new JsonObject
    {
        { "name", family.Name }, { "labels", JsonFields.Map(sample.Labels.Select(l => KeyValuePair.Create(l.Name, l.Value))) }, { "value", sample.Value },
    })));

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var family in MetricFamilies.All.Where(_series.ContainsKey))
        {
            text.Append("# HELP ").Append(family.Name).Append(' ').Append(Escaped(family.Help)).Append('\n');
            text.Append("# TYPE ").Append(family.Name).Append(" gauge\n");
            foreach (var (labels, sample) in _series[family])
            {
                text.Append(family.Name).Append('{').Append(labels).Append("} ").Append(sample.Value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private sealed record Sample(IReadOnlyList<(string Name, string Value)> Labels, double Value);
}
