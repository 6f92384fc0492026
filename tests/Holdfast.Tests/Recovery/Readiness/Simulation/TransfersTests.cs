using Holdfast.Recovery.Readiness.Simulation;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Simulation;

public class TransfersTests
{
    [Fact]
    public void Alone_it_takes_what_it_takes_alone() => Assert.Equal([(0, 10.0)], Walk([100], (0, 500, 50, [0])));

    [Fact]
    public void No_way_is_faster_than_it_is() => Assert.Equal([(0, 10.0)], Walk([50], (0, 500, 200, [0])));

    [Fact]
    public void Two_on_one_link_get_half_each_and_all_of_it_when_the_other_is_done() =>
        Assert.Equal([(0, 4.0), (1, 6.0)], Walk([100], (0, 200, 100, [0]), (1, 400, 100, [0])));

    [Fact]
    public void Who_wants_little_gets_it_and_the_rest_is_for_the_others() =>
        Assert.Equal([(0, 10.0), (1, 10.0)], Walk([100], (0, 100, 10, [0]), (1, 900, 500, [0])));

    [Fact]
    public void What_one_may_not_use_elsewhere_the_others_may()
    {
        // Both cross link 0; one ends at a slow host, way 1. The other gets what is left of the link.
        Assert.Equal([(1, 8.0), (0, 10.0)], Walk([100, 20], (0, 200, 100, [0, 1]), (1, 640, 100, [0])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_is_ever_used_beyond_what_it_can_and_nothing_is_left_idle_that_somebody_could_use(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var capacities = Enumerable.Range(0, 4).Select(_ => random.Next(1, 100) * 1.0).ToArray();
            var flows = Enumerable.Range(0, random.Next(1, 12))
                .Select(i => (Step: i, Bytes: random.Next(1, 1000) * 1.0, Alone: random.Next(1, 100) * 1.0, Ways: Enumerable.Range(0, 4).Where(_ => random.Next(2) == 0).DefaultIfEmpty(0).ToArray()))
                .ToArray();
            var transfers = new Transfers(capacities);
            foreach (var (step, bytes, alone, ways) in flows)
            {
                transfers.Begin(step, bytes, alone, ways);
            }

            var rates = transfers.Rates();
            for (var way = 0; way < 4; way++)
            {
                Assert.True(flows.Where(f => f.Ways.Contains(way)).Sum(f => rates[f.Step]) <= capacities[way] + 1e-6, $"seed {seed}: way {way} carries more than it can");
            }

            foreach (var (step, _, alone, ways) in flows)
            {
                var full = ways.Any(way => flows.Where(f => f.Ways.Contains(way)).Sum(f => rates[f.Step]) >= capacities[way] - 1e-6
                    && flows.Where(f => f.Ways.Contains(way)).All(f => rates[f.Step] <= rates[step] + 1e-6));
                Assert.True(rates[step] >= alone - 1e-9 || full, $"seed {seed}: {step} could get more without taking it from somebody who has less");
            }
        }
    }

    /// <summary>Begins all at once and tells who ends when.</summary>
    private static List<(int Step, double At)> Walk(double[] capacities, params (int Step, double Bytes, double Alone, int[] Ways)[] flows)
    {
        var transfers = new Transfers(capacities);
        foreach (var (step, bytes, alone, ways) in flows)
        {
            transfers.Begin(step, bytes, alone, ways);
        }

        var ends = new List<(int, double)>();
        var now = 0.0;
        while (transfers.Any)
        {
            var wait = transfers.UntilNext();
            transfers.Advance(wait);
            now += wait;
            ends.Add((transfers.EndNext(), Math.Round(now, 6)));
        }

        return ends;
    }
}
