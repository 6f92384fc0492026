using Holdfast.Recovery.Readiness;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness;

public class PatienceTests
{
    [Fact]
    public void What_is_small_gets_all_the_runs_that_are_enough() =>
        Assert.Equal(Forecast.Enough, new Patience(4_000_000, 10).RunsFor(20));

    [Fact]
    public void What_is_large_gets_fewer_and_never_too_few_for_a_P90_until_the_patience_is_used_up()
    {
        var patience = new Patience(1_000_000, 10);
        Assert.Equal(250, patience.RunsFor(200));
        Assert.Equal(Forecast.Fewest, patience.RunsFor(9_000));
        Assert.Equal(1, patience.RunsFor(9_000));
        Assert.Equal(1, patience.RunsFor(int.MaxValue));
    }
}
