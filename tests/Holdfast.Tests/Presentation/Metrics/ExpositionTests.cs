using Holdfast.Presentation;
using Holdfast.Presentation.Metrics;
using Xunit;

namespace Holdfast.Tests.Presentation.Metrics;

/// <summary>Whatever things are called, what Prometheus reads is well-formed, and nothing is in it that nobody knows.</summary>
public sealed class ExpositionTests
{
    [Theory]
    [InlineData("records")]
    [InlineData("a \"quoted\" \\ name")]
    [InlineData("two\nlines\r\n# TYPE holdfast_good counter")]
    [InlineData("} 1\nholdfast_good 1\n")]
    [InlineData("日本 Zürich \u202e \0 \ud800")]
    [InlineData("")]
    public void A_name_of_any_kind_stays_within_its_label(string name)
    {
        var metrics = new Exposition("organization", name);
        metrics.Set(MetricFamilies.Good, true);
        metrics.Set(MetricFamilies.SystemLack, true, name, name, name);
        var samples = StrictExposition.Read(metrics.ToString());
        Assert.Equal(2, samples.Count);
        Assert.All(samples, s => Assert.Equal(TerminalText.Shown(name), s.Labels["organization"]));
        Assert.Equal(TerminalText.Shown(name), samples[1].Labels["lack"]);
    }

    [Fact]
    public void What_nobody_knows_is_left_out_and_a_family_without_series_too()
    {
        var metrics = new Exposition("organization", "any");
        metrics.Set(MetricFamilies.RtoPredicted, (TimeSpan?)null, "shop");
        metrics.Set(MetricFamilies.SystemPoint, (DateTimeOffset?)null, "shop");
        metrics.Set(MetricFamilies.RepositoryBytes, double.NaN, "vault");
        metrics.Set(MetricFamilies.RepositoryFree, double.PositiveInfinity, "vault");
        Assert.Equal("", metrics.ToString());
    }

    [Fact]
    public void One_series_is_there_once_with_its_first_value_and_a_family_in_one_piece()
    {
        var metrics = new Exposition("organization", "any");
        metrics.Set(MetricFamilies.SystemGood, false, "shop");
        metrics.Set(MetricFamilies.Good, true);
        metrics.Set(MetricFamilies.SystemGood, true, "shop");
        metrics.Set(MetricFamilies.SystemGood, true, "mail");
        var samples = StrictExposition.Read(metrics.ToString());
        Assert.Equal(["holdfast_good 1", "holdfast_system_good 0", "holdfast_system_good 1"], samples.Select(s => $"{s.Name} {s.Value}"));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1.5, "1.5")]
    [InlineData(123456789012345678, "1.2345678901234568E+17")]
    public void Numbers_are_written_as_every_reader_reads_them(double value, string written)
    {
        var metrics = new Exposition("organization", "any");
        metrics.Set(MetricFamilies.RepositoryBytes, value, "vault");
        Assert.EndsWith($"}} {written}\n", metrics.ToString(), StringComparison.Ordinal);
        Assert.Equal(value, Assert.Single(StrictExposition.Read(metrics.ToString())).Value);
    }

    [Fact]
    public void Too_few_labels_are_a_mistake_of_ours() =>
        Assert.Throws<ArgumentException>(() => new Exposition("organization", "any").Set(MetricFamilies.CopyPoints, 1, "shop", "vault"));

    [Theory]
    [InlineData("holdfast_good 1\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\na{b=\"c\"} 1\na{b=\"c\"} 2\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\na{b=\"c\",} 1\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\na{b=\"\\x\"} 1\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\na NaN\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\na 1")]
    [InlineData("# HELP a_total b\n# TYPE a_total gauge\na_total 1\n")]
    [InlineData("# HELP a_ms b\n# TYPE a_ms gauge\na_ms 1\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\n# HELP c d\n# TYPE c gauge\nc 1\na 1\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\na 1\n# HELP a b\na 2\n")]
    public void The_reader_of_these_tests_refuses_what_Prometheus_would_not_take(string text) => Assert.Throws<FormatException>(() => StrictExposition.Read(text));
}
