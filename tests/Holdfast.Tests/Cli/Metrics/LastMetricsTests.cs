using Holdfast.Cli.Metrics;
using Holdfast.Execution.Alerts;
using Holdfast.Presentation.Metrics;
using Xunit;

namespace Holdfast.Tests.Cli.Metrics;

/// <summary>What was seen counts for as long as looks come.</summary>
public sealed class LastMetricsTests
{
    private readonly SetClock _clock = new();

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    public void When_no_look_comes_any_more_nothing_is_said_of_what_the_last_one_found(int took)
    {
        var last = new LastMetrics("Harbor", _clock);
        Assert.False(IsUp(last));
        last.Saw(Seen(), TimeSpan.FromSeconds(took));
        Assert.True(IsUp(last));
        _clock.Monotonic = _clock.Wall = AlertWatch.LatestAfter(TimeSpan.FromSeconds(took));
        Assert.True(IsUp(last));
        _clock.Monotonic += TimeSpan.FromSeconds(1);
        Assert.False(IsUp(last));
        last.Saw(Seen(), TimeSpan.FromSeconds(took));
        Assert.True(IsUp(last));
    }

    [Fact]
    public void Nor_after_a_machine_slept_whose_monotonic_clock_stood_still()
    {
        var last = new LastMetrics("Harbor", _clock);
        last.Saw(Seen(), TimeSpan.Zero);
        _clock.Wall = TimeSpan.FromHours(9);
        Assert.False(IsUp(last));
    }

    private static bool IsUp(LastMetrics last) => last.Text.Contains("holdfast_up{organization=\"Harbor\"} 1", StringComparison.Ordinal);

    private static Exposition Seen()
    {
        var seen = new Exposition("organization", "Harbor");
        seen.Set(MetricFamilies.Up, true);
        return seen;
    }

    private sealed class SetClock : TimeProvider
    {
        public TimeSpan Monotonic { get; set; }

        public TimeSpan Wall { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Monotonic.Ticks;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Wall;
    }
}
