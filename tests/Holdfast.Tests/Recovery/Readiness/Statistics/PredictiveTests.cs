using Holdfast.Recovery.Readiness.Statistics;
using MathNet.Numerics.Distributions;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Statistics;

public class PredictiveTests
{
    [Fact]
    public void A_single_measurement_promises_less_than_many_equal_ones()
    {
        var one = Predictive.Around(0, 1, Spread.Assumed);
        var many = Predictive.Around(0, 50, Spread.Assumed.With(new(0, 49)));
        Assert.True(Quantile(one, 0.9) > 2);
        Assert.InRange(Quantile(many, 0.9), 1, 1.2);
    }

    [Fact]
    public void What_is_certain_does_not_scatter() => Assert.Equal(7, Quantile(Predictive.Certain(7), 0.99), 9);

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(500)]
    public void A_million_draws_are_distributed_as_the_quantiles_say(int freedom)
    {
        const int seed = 7;
        var random = new Random(seed);
        var draws = Enumerable.Range(0, 1_000_000).Select(_ => StudentDraws.Of(freedom, random.NextDouble(), random.NextDouble())).ToArray();
        foreach (var p in new[] { 0.1, 0.5, 0.9, 0.99 })
        {
            Assert.Equal(Math.Log(Quantile(new Predictive(0, 1, freedom), p)), Quantiles.Of(draws, p), 0.05);
        }
    }

    [Fact]
    public void A_quantile_of_draws_is_the_one_that_so_many_do_not_exceed()
    {
        Assert.Equal(9, Quantiles.Of([3, 1, 2, 10, 9, 8, 7, 6, 5, 4], 0.9));
        Assert.Equal(5, Quantiles.Of([3, 1, 2, 10, 9, 8, 7, 6, 5, 4], 0.5));
        Assert.Equal(1, Quantiles.Of([1], 0.9));
    }

    /// <summary>In seconds: the share <paramref name="p"/> of the next durations is shorter.</summary>
    private static double Quantile(Predictive next, double p) => Math.Exp(next.Centre + (next.Scale * StudentT.InvCDF(0, 1, next.Freedom, p)));
}
