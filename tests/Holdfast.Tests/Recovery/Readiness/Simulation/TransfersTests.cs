using Holdfast.Recovery.Readiness.Simulation;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Simulation;

public class TransfersTests
{
    [Fact]
    public void Alone_it_takes_what_it_takes_alone() => Assert.Equal([(0, 10.0)], Walk([100], (500, 50, [0])));

    [Fact]
    public void No_way_is_faster_than_it_is() => Assert.Equal([(0, 10.0)], Walk([50], (500, 200, [0])));

    [Fact]
    public void Two_on_one_link_get_half_each_and_all_of_it_when_the_other_is_done() =>
        Assert.Equal([(0, 4.0), (1, 6.0)], Walk([100], (200, 100, [0]), (400, 100, [0])));

    [Fact]
    public void Who_wants_little_gets_it_and_the_rest_is_for_the_others() =>
        Assert.Equal([(0, 10.0), (1, 10.0)], Walk([100], (100, 10, [0]), (900, 500, [0])));

    [Fact]
    public void What_one_may_not_use_elsewhere_the_others_may()
    {
        // Both cross link 0; one ends at a slow host, way 1. The other gets what is left of the link.
        Assert.Equal([(1, 8.0), (0, 10.0)], Walk([100, 20], (200, 100, [0, 1]), (640, 100, [0])));
    }

    /// <summary>A hundred networks, each with transfers that begin one after the other, held against shares worked out from nothing at every moment.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_ends_when_it_would_if_everything_were_shared_out_anew_all_the_time(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 100; round++)
        {
            var (capacities, flows) = round % 10 == 0 ? HostsBehindALink(random) : Tangle(random);
            var expected = FairShares.EndsOf(capacities, flows);
            var walked = EndsOf(capacities, flows);
            for (var i = 0; i < flows.Length; i++)
            {
                Assert.True(Math.Abs(expected[i] - walked[i]) < 1e-6 * (1 + expected[i]), $"seed {seed}, round {round}: {i} ends at {walked[i]} and not at {expected[i]}");
            }
        }
    }

    private static (double[] Capacities, Flow[] Flows) Tangle(Random random)
    {
        var capacities = Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 100) * 1.0).ToArray();
        return (capacities, [.. Enumerable.Range(0, random.Next(1, 25)).Select(_ => FlowOver(random, [.. Enumerable.Range(0, capacities.Length).Where(_ => random.Next(2) == 0).DefaultIfEmpty(0)]))]);
    }

    /// <summary>Sometimes the link is scarce, sometimes the hosts are, and it changes on the way.</summary>
    private static (double[] Capacities, Flow[] Flows) HostsBehindALink(Random random)
    {
        double[] capacities = [random.Next(50, 1000), .. Enumerable.Range(0, random.Next(2, 15)).Select(_ => random.Next(1, 100) * 1.0)];
        return (capacities, [.. Enumerable.Range(0, 60).Select(_ => random.Next(1, capacities.Length)).Select(host => FlowOver(random, random.Next(4) == 0 ? [host] : [0, host]))]);
    }

    private static Flow FlowOver(Random random, int[] ways) =>
        new(random.Next(2) == 0 ? 0 : random.NextDouble() * 50, random.Next(1, 1000), random.Next(1, 100), ways);

    /// <summary>Begins all at once and tells who ends when.</summary>
    private static List<(int Step, double At)> Walk(double[] capacities, params (double Bytes, double Alone, int[] Ways)[] flows) =>
    [
        .. EndsOf(capacities, [.. flows.Select(f => new Flow(0, f.Bytes, f.Alone, f.Ways))]).Select((at, step) => (step, Math.Round(at, 6))).OrderBy(e => e.Item2),
    ];

    private static double[] EndsOf(double[] capacities, Flow[] flows)
    {
        var routes = flows.Select(f => f.Ways).DistinctBy(w => string.Join(' ', w)).ToList();
        var transfers = new Transfers(capacities, routes);
        var ends = new double[flows.Length];
        var waiting = new Queue<int>(Enumerable.Range(0, flows.Length).OrderBy(i => flows[i].Begins));
        var now = 0.0;
        while (waiting.Count > 0 || transfers.Any)
        {
            var wait = transfers.Any ? transfers.UntilNext() : double.PositiveInfinity;
            if (waiting.TryPeek(out var next) && flows[next].Begins - now <= wait)
            {
                Pass(flows[next].Begins - now);
                waiting.Dequeue();
                transfers.Begin(next, flows[next].Bytes, flows[next].Alone, routes.FindIndex(r => r.SequenceEqual(flows[next].Ways)));
                continue;
            }

            Pass(wait);
            ends[transfers.EndNext()] = now;
        }

        return ends;

        void Pass(double seconds)
        {
            if (transfers.Any)
            {
                transfers.Advance(seconds);
            }

            now += seconds;
        }
    }
}
