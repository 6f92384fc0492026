using Holdfast.Recovery.Readiness.Statistics;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Statistics;

public class FailureBoundTests
{
    [Theory]
    [InlineData(0, 1, 0.95)]
    [InlineData(0, 3, 0.632)]
    [InlineData(0, 10, 0.259)]
    [InlineData(1, 10, 0.394)]
    [InlineData(10, 10, 1)]
    public void So_many_may_fail_for_all_that_was_seen(int failures, int tries, double share) =>
        Assert.Equal(share, FailureBound.Of(failures, tries), 3);

    [Theory]
    [InlineData(0.90, 29)]
    [InlineData(0.95, 59)]
    public void So_many_clean_drills_before_it_can_be_claimed(double share, int drills) => Assert.Equal(drills, FailureBound.CleanTriesFor(share));

    [Fact]
    public void The_number_of_clean_drills_is_where_the_bound_gets_below_the_share() => Assert.All(
        [0.5, 0.8, 0.9, 0.95, 0.99],
        share =>
        {
            var clean = FailureBound.CleanTriesFor(share);
            Assert.True(FailureBound.Of(0, clean) <= 1 - share);
            Assert.True(FailureBound.Of(0, clean - 1) > 1 - share);
        });

    [Theory]
    [InlineData(3, 0.95, false)]
    [InlineData(21, 0.9, false)]
    [InlineData(22, 0.9, true)]
    [InlineData(44, 0.95, false)]
    [InlineData(45, 0.95, true)]
    public void A_quantile_needs_as_many_measurements_as_show_it(int samples, double quantile, bool bears) =>
        Assert.Equal(bears, FailureBound.Bears(samples, quantile));

    [Fact]
    public void No_tries_say_nothing() => Assert.Throws<ArgumentOutOfRangeException>(() => FailureBound.Of(0, 0));
}
