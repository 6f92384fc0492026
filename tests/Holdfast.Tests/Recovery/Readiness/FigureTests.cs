using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness;

public class FigureTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Figure Measured = Figure.Measured(TimeSpan.FromSeconds(10), 5, Noon);

    [Fact]
    public void A_sum_is_no_better_founded_than_its_worst_part()
    {
        var sum = Measured + Figure.Declared(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(15), sum.Value);
        Assert.Equal(Provenance.Declared, sum.From);
        Assert.Equal(0, sum.Samples);
    }

    [Fact]
    public void What_is_unknown_makes_the_whole_unknown()
    {
        Assert.Null((Measured + Figure.Unknown).Value);
        Assert.Equal(Provenance.Unknown, Figure.Max(Figure.Unknown, Measured).From);
    }

    [Fact]
    public void The_greater_of_two_keeps_the_weaker_trust()
    {
        var greater = Figure.Max(Measured, Figure.Extrapolated(TimeSpan.FromSeconds(1), 2, Noon.AddDays(-1)));
        Assert.Equal(TimeSpan.FromSeconds(10), greater.Value);
        Assert.Equal((Provenance.Extrapolated, 2, Noon.AddDays(-1)), (greater.From, greater.Samples, greater.AsOf));
    }

    [Fact]
    public void Nothing_added_changes_nothing() => Assert.Equal(Measured, Measured + Figure.Zero);
}
