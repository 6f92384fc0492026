using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.Presentation.Metrics;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Presentation.Metrics;

/// <summary>The page of the metrics, the rules and the dashboard speak of those that there are.</summary>
public sealed partial class MetricsDocsTests
{
    private static readonly string[] Names = [.. MetricFamilies.All.Select(f => f.Name)];

    [Fact]
    public void The_page_has_every_metric_with_its_labels_and_what_it_is()
    {
        var rows = Row().Matches(Page("metrics.md")).Select(m => (Name: m.Groups[1].Value, Labels: m.Groups[2].Value, Help: m.Groups[3].Value));
        Assert.Equal(MetricFamilies.All.Select(f => (f.Name, string.Join(", ", f.Labels.Select(l => $"`{l}`")), f.Help)), rows);
    }

    [Fact]
    public void Every_family_is_among_all_and_once()
    {
        var fields = typeof(MetricFamilies).GetFields().Select(f => f.GetValue(null)).OfType<MetricFamily>().ToArray();
        Assert.Equal(fields.Select(f => f.Name).Order(StringComparer.Ordinal), Names.Order(StringComparer.Ordinal));
        Assert.Equal(Names.Length, Names.Distinct().Count());
        Assert.All(Names, name => Assert.Matches("^holdfast_[a-z0-9_]+$", name));
    }

    [Theory]
    [InlineData("metrics.md")]
    [InlineData("metrics/rules.yml")]
    [InlineData("metrics/rules-test.yml")]
    [InlineData("metrics/grafana-dashboard.json")]
    public void None_is_spoken_of_that_there_is_not(string file)
    {
        var spoken = Metric().Matches(Page(file)).Select(m => m.Value).Where(name => !name.EndsWith('_')).Distinct().ToArray(); // One that ends so is the beginning of several.
        Assert.NotEmpty(spoken);
        Assert.Empty(spoken.Except(Names));
    }

    [Fact]
    public void The_labels_that_rules_and_dashboard_ask_for_are_those_of_the_metrics()
    {
        foreach (var asked in Selector().Matches(Page("metrics/rules.yml") + Page("metrics/grafana-dashboard.json").Replace("\\\"", "\"", StringComparison.Ordinal)).Cast<Match>())
        {
            var known = MetricFamilies.All.Single(f => f.Name == asked.Groups[1].Value).Labels.Add("organization");
            Assert.All(LabelName().Matches(asked.Groups[2].Value).Select(m => m.Groups[1].Value), label => Assert.Contains(label, known));
        }
    }

    [Fact]
    public void The_dashboard_is_one_that_Grafana_can_take()
    {
        using var dashboard = JsonDocument.Parse(Page("metrics/grafana-dashboard.json"));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToArray();
        Assert.Equal(panels.Length, panels.Select(p => p.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(panels, p => Assert.NotEmpty(p.GetProperty("targets").EnumerateArray()));
        var boxes = panels.Select(p => p.GetProperty("gridPos")).Select(g => (X: g.GetProperty("x").GetInt32(), Y: g.GetProperty("y").GetInt32(), W: g.GetProperty("w").GetInt32(), H: g.GetProperty("h").GetInt32())).ToArray();
        Assert.All(boxes, b => Assert.InRange(b.X + b.W, 1, 24));
        Assert.All(boxes, a => Assert.Single(boxes, b => a.X < b.X + b.W && b.X < a.X + a.W && a.Y < b.Y + b.H && b.Y < a.Y + a.H));
    }

    private static string Page(string file) => File.ReadAllText(Path.Combine(ReferencePlan.Root, "docs", file));

    [GeneratedRegex(@"^\| `(holdfast_\w+)` \| (.*?) \| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\bholdfast_[a-z0-9_]+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"\b(holdfast_[a-z0-9_]+)\{([^}]*)\}")]
    private static partial Regex Selector();

    [GeneratedRegex(@"(\w+)\s*=~?")]
    private static partial Regex LabelName();
}
