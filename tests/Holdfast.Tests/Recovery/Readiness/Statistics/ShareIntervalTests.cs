using Holdfast.Recovery.Readiness.Statistics;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Statistics;

public class ShareIntervalTests
{
    [Theory]
    [InlineData(0, 10, 0, 0.3085)] // 1 - 0.025^(1/10)
    [InlineData(10, 10, 0.6915, 1)]
    [InlineData(5, 10, 0.1871, 0.8129)]
    [InlineData(9, 10, 0.5550, 0.9975)]
    [InlineData(0, 1, 0, 0.975)]
    public void A_share_lies_where_so_few_allow_it(int count, int seen, double low, double high)
    {
        var share = ShareInterval.Of(count, seen);
        Assert.Equal(low, share.Low, 4);
        Assert.Equal(high, share.High, 4);
    }

    [Fact]
    public void What_was_seen_lies_within_and_more_of_it_says_more() => Assert.All(
        Enumerable.Range(1, 40),
        n =>
        {
            var (few, many) = (ShareInterval.Of(n / 2, n), ShareInterval.Of(n / 2 * 10, n * 10));
            Assert.True(few.Contains(n / 2 / (double)n));
            Assert.True(many.High - many.Low < few.High - few.Low);
        });

    [Fact]
    public void Nothing_seen_says_nothing()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ShareInterval.Of(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ShareInterval.Of(-1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => ShareInterval.Of(4, 3));
    }
}
