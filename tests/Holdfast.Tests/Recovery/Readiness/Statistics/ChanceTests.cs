using Holdfast.Recovery.Readiness.Statistics;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Statistics;

public class ChanceTests
{
    private static readonly ulong Restore = Chance.KeyOf(new StepName("erp", "restore"));
    private static readonly ulong Check = Chance.KeyOf(new StepName("erp", "check 1"));

    [Fact]
    public void A_step_has_the_same_luck_in_the_same_run_and_other_luck_in_another()
    {
        Assert.Equal(new Chance(7, 1000).Of(3, Restore), new Chance(7, 1000).Of(3, Restore));
        Assert.NotEqual(new Chance(7, 1000).Of(3, Restore), new Chance(7, 1000).Of(4, Restore));
        Assert.NotEqual(new Chance(7, 1000).Of(3, Restore), new Chance(8, 1000).Of(3, Restore));
        Assert.NotEqual(Chance.KeyOf(new("a", "bc")), Chance.KeyOf(new("ab", "c")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(400)]
    [InlineData(1000)]
    [InlineData(1024)]
    [InlineData(1025)]
    public void Over_all_runs_a_step_has_every_luck_once(int runs)
    {
        foreach (var step in new[] { Restore, Check, Chance.OfRuns })
        {
            var chance = new Chance(5, runs);
            Assert.Equal(Enumerable.Range(0, runs), Enumerable.Range(0, runs).Select(run => (int)(chance.Of(run, step) * runs)).Order());
        }
    }

    [Fact]
    public void The_luck_of_one_step_has_nothing_to_do_with_that_of_another_or_of_the_run_before()
    {
        const int Runs = 1000;
        var chance = new Chance(1, Runs);
        var steps = Enumerable.Range(0, 30).Select(n => Chance.KeyOf(new StepName("erp", $"step {n}"))).Append(Chance.OfRuns).ToArray();
        var draws = steps.Select(step => Enumerable.Range(0, Runs).Select(run => chance.Of(run, step) - 0.5).ToArray()).ToArray();
        var correlations =
            from one in Enumerable.Range(0, draws.Length)
            from other in Enumerable.Range(0, draws.Length)
            select (one, other, Value: Enumerable.Range(1, Runs - 1).Average(run => draws[one][run] * draws[other][one == other ? run - 1 : run]) * 12);
        // Of what is independent, each lies within 1/√1000 = 0.03 of zero two times in three, and none of 961 beyond five times that.
        Assert.All(correlations, c => Assert.InRange(c.Value, -0.16, 0.16));
        Assert.InRange(correlations.Average(c => c.Value * c.Value), 0.0005, 0.002);
    }
}
