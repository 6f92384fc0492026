using Holdfast.Execution.Repositories;
using Xunit;

namespace Holdfast.Tests.Execution.Repositories;

public class ClockDoubtTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-3650, true, "3650 days later")]
    [InlineData(-365, true, "365 days later")]
    [InlineData(-1, true, "24 hours later")]
    [InlineData(-0.0834, true, "2 hours later")]
    [InlineData(-0.001, false, "")]
    [InlineData(0.001, false, "")]
    [InlineData(1, false, "")]
    [InlineData(30, false, "")]
    [InlineData(365, false, "")]
    [InlineData(3650, true, "3650 days earlier")]
    public void A_clock_that_does_not_fit_the_newest_snapshot_is_doubted_and_the_difference_named(double daysOff, bool doubted, string difference)
    {
        var doubt = ClockDoubt.Of([new(Noon, "snapshot 01234567 of office in vault", true), new(Noon.AddDays(-9), "an older one", true)], Noon.AddDays(daysOff));
        Assert.Equal(doubted, doubt is not null);
        Assert.Contains(difference, doubt ?? "", StringComparison.Ordinal);
        Assert.True(doubt is null || doubt.Contains("snapshot 01234567 of office in vault", StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_repository_says_nothing_about_clocks()
    {
        Assert.Null(ClockDoubt.Of([], Noon));
    }
}
