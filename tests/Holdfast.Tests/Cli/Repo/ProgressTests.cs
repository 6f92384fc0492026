using Holdfast.Cli.Repo;
using Holdfast.Presentation;
using Xunit;

namespace Holdfast.Tests.Cli.Repo;

public sealed class ProgressTests
{
    [Theory]
    [InlineData(0, 0, null, "0 B")]
    [InlineData(512, 1024, null, " 50.0%  512 B of 1.000 KiB")]
    [InlineData(999, 1000, "packs", " 99.9%  999 of 1000 packs")]
    [InlineData(9999, 10000, "packs", " 99.9%  9999 of 10000 packs")]
    [InlineData(7, 0, "trees", "7 trees")]
    [InlineData(12, 10, "packs", "100.0%  12 of 10 packs")]
    public void How_much_is_done_is_told_and_never_too_much(long done, long total, string? unit, string text) =>
        Assert.Equal(text, new Measure(done, total, unit).Text(null));

    [Fact]
    public void The_remaining_time_follows_from_the_rate()
    {
        Assert.Equal(" 10.0%  1.000 MiB of 10.000 MiB  512.000 KiB/s  0:18 left", Measure.Bytes(1 << 20, 10 << 20).Text(512 << 10));
        Assert.EndsWith("99:59:59 left", new Measure(1, long.MaxValue, "blobs").Text(1e-9), StringComparison.Ordinal);
    }

    [Fact]
    public void The_rate_is_that_of_the_last_seconds()
    {
        var meter = new RateMeter();
        Assert.Null(meter.Observe(TimeSpan.Zero, 0));
        var rate = 0.0;
        for (var second = 1; second <= 100; second++)
        {
            // One a second for a minute, then ten.
            rate = meter.Observe(TimeSpan.FromSeconds(second), second <= 60 ? second : 60 + ((second - 60) * 10))!.Value;
            Assert.True(second is < 2 or > 60 || Math.Abs(rate - 1) < 0.001);
        }

        Assert.Equal(10, rate, 3);
    }

    [Fact]
    public void Counting_something_else_begins_anew()
    {
        var meter = new RateMeter();
        meter.Observe(TimeSpan.Zero, 0);
        meter.Observe(TimeSpan.FromSeconds(1), 1000);
        Assert.Null(meter.Observe(TimeSpan.FromSeconds(2), 1));
        Assert.Equal(1, meter.Observe(TimeSpan.FromSeconds(3), 2)!.Value, 3);
    }

    [Theory]
    [InlineData("plain/ümläut 日本", "plain/ümläut 日本")]
    [InlineData("a\u001b[31mred", "\"a\\x1b[31mred\"")]
    [InlineData("two\nlines\t\"q\"", "\"two\\nlines\\t\\\"q\\\"\"")]
    [InlineData("right\u202eleft", "\"right\\u202eleft\"")]
    [InlineData("c1\u009b31m", "\"c1\\u009b31m\"")]
    public void Names_cannot_command_the_terminal(string name, string shown) => Assert.Equal(shown, TerminalText.Safe(name));

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("日本", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("😀", 2)]
    public void Wide_characters_take_two_columns(string text, int columns)
    {
        Assert.Equal(columns, TerminalText.Width(text));
        Assert.Equal(columns + 2, TerminalText.Width(TerminalText.Pad(text, columns + 2)));
        Assert.True(TerminalText.Width(TerminalText.Cut(text, 1)) <= 1);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("x", null)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("2", 0.5)]
    [InlineData("0.5", 2.0)]
    [InlineData("1000", 1.0 / 60)]
    public void The_pace_is_asked_for_in_frames_a_second(string? variable, double? seconds) =>
        Assert.Equal(seconds, ProgressPace.Asked(variable)?.TotalSeconds, (a, b) => a is null ? b is null : b is not null && Math.Abs(a.Value - b.Value) < 1e-6);
}
