using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Data.Files;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness;

/// <summary>
/// How near the scheduler of runs comes to what no schedule can get under, on random plans: the critical path, and for whatever steps share
/// the time that they need of it together, with the shortest way to the first and from the last of them.
/// </summary>
public class ScheduleBoundTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_scheduler_comes_near_what_no_schedule_gets_under() => Hold(1, 60);

    [Fact]
    [Trait("Takes", "long")]
    public void The_scheduler_comes_near_what_no_schedule_gets_under_on_a_thousand_plans() => Hold(1000, 1000);

    private void Hold(int firstSeed, int plans)
    {
        List<(double Ratio, int Seed)> critical = [], all = [], untiered = [];
        var violations = new List<string>();
        for (var seed = firstSeed; seed < firstSeed + plans; seed++)
        {
            var plan = RandomPlan(new Random(seed));
            var bound = BoundOf(plan);
            critical.Add((bound.RatioOf(bound.MostCritical), seed));
            all.Add((bound.RatioOf(int.MaxValue), seed));
            violations.AddRange(bound.LowerBeforeHigher().Select(violation => $"seed {seed}: {violation}"));
            var alike = plan with { Systems = [.. plan.Systems.Select(s => s with { Tier = "ordinary", Rto = new(TimeSpan.FromDays(1), ValueSource.Tier) })] };
            untiered.Add((BoundOf(alike).RatioOf(int.MaxValue), seed));
        }

        Assert.Empty(violations);
        Assert.True(all.Concat(untiered).Min(r => r.Ratio) > 1 - 1e-6, $"below the bound, so the bound is none: seed {all.Concat(untiered).MinBy(r => r.Ratio).Seed}");
        var averages = (Report("the most critical tier", critical), Report("all systems, each tier before the next", all), Report("all systems, were they of one tier", untiered));
        Assert.True(averages is (< 1.05, < 1.1, < 1.08), $"seeds {firstSeed} to {firstSeed + plans - 1}: on average {averages} times the bound");
    }

    private static Bound BoundOf(Plan plan)
    {
        var loss = Loss.Of(plan, plan.Scenarios[0]);
        var graph = RecoveryGraph.Of(plan, loss);
        return new(graph, new Forecast(PlanIndex.Of(plan), History.Empty, _ => true, Noon).Of(loss, graph, 1, TestContext.Current.CancellationToken));
    }

    /// <returns>How far above the bound on average, as a factor.</returns>
    private double Report(string what, List<(double Ratio, int Seed)> ratios)
    {
        var near = ratios.Count(r => r.Ratio <= 1.1) / (double)ratios.Count;
        var worst = ratios.MaxBy(r => r.Ratio);
        output.WriteLine($"{what}: on average {ratios.Average(r => r.Ratio) - 1:P1} above the bound, {near:P1} of {ratios.Count} within 10 %, at most {worst.Ratio - 1:P0} (seed {worst.Seed})");
        return ratios.Average(r => r.Ratio);
    }

    private static Plan RandomPlan(Random random)
    {
        var hosts = Enumerable.Range(0, random.Next(1, 4)).Select(i => new Host($"dr{i}", "colo", Settings, null)
        {
            AtOnce = random.Next(2) == 0 ? random.Next(1, 5) : null,
            Restores = random.Next(2) == 0 ? Rate(random.Next(1, 6) * 100) : null,
        }).ToArray();
        var repositories = Enumerable.Range(0, random.Next(1, 4)).Select(i => new RepositoryPlace($"vault{i}", $"/vault{i}", random.Next(2) == 0 ? "colo" : "far", default)
        {
            Reads = random.Next(3) > 0 ? Rate(random.Next(1, 10) * 50) : null,
        }).ToArray();
        var tiers = Tier.BuiltIn;
        var systems = Enumerable.Range(0, random.Next(3, 40)).Select(i =>
        {
            var tier = tiers[random.Next(tiers.Length)];
            var restores = random.Next(4) > 0;
            ImmutableArray<RecoveryStep> steps =
            [
                .. random.Next(3) == 0 ? [BusinessOf.Takes("run before", TimeSpan.FromMinutes(random.Next(1, 60)))] : Array.Empty<RecoveryStep>(),
                .. restores ? [BusinessOf.Restore] : Array.Empty<RecoveryStep>(),
                BusinessOf.Takes("run after", TimeSpan.FromMinutes(random.Next(1, 40))),
            ];
            return BusinessOf.System($"s{i}", [.. Enumerable.Range(Math.Max(0, i - 5), Math.Min(i, 5)).Where(_ => random.Next(8) == 0).Select(n => $"s{n}")], steps) with
            {
                Tier = tier.Name,
                Rto = new(tier.Rto, ValueSource.Tier),
                RecoversOn = hosts[random.Next(hosts.Length)].Name,
                Size = restores ? new ByteSize((long)Math.Exp(random.NextDouble() * 6) * 1_000_000_000) : null,
                Protection = restores ? new(new FilesData("data", []), TimeSpan.FromMinutes(1), [repositories[random.Next(repositories.Length)].Name]) : null,
            };
        }).ToArray();
        return BusinessOf.Systems(systems) with
        {
            Sites = [new("office", [new("building", "office")]), new("colo", []), new("far", [])],
            Hosts = [new("srv", "office", Settings, null), .. hosts],
            Repositories = [.. repositories],
            Links = [new("far", "colo", Rate(random.Next(1, 20) * 25), null, [])],
        };
    }

    private static DataRate Rate(int megabytes) => new(megabytes * 8_000_000L);

    private static HostSettings Settings { get; } = new("/srv", ImmutableSortedDictionary<string, int>.Empty);

    /// <summary>What no schedule gets under.</summary>
    private sealed class Bound(RecoveryGraph graph, Prediction prediction)
    {
        private readonly RecoveryOrder _order = prediction.Order;

        public int MostCritical => _order.Tier.Min();

        /// <summary>When the last system of the tier and of more critical ones is back, over the bound for them.</summary>
        public double RatioOf(int tier)
        {
            var steps = Enumerable.Range(0, graph.Steps.Length).Where(s => _order.Tier[s] <= tier).ToArray();
            var (heads, tails) = (new double[graph.Steps.Length], new double[graph.Steps.Length]);
            foreach (var step in steps)
            {
                heads[step] = graph.Predecessors(step).Select(p => heads[p] + _order.Seconds[p]).DefaultIfEmpty().Max();
            }

            foreach (var step in steps.Reverse())
            {
                tails[step] = graph.Followers(graph.Steps[step]).Where(f => _order.Tier[f] <= tier).Select(f => tails[f] + _order.Seconds[f]).DefaultIfEmpty().Max();
            }

            var least = steps.Max(s => heads[s] + _order.Seconds[s] + tails[s]);
            foreach (var lane in Enumerable.Range(0, _order.Lanes.Length))
            {
                var sharing = steps.Where(s => _order.RouteOf[s] >= 0 && _order.Routes[_order.RouteOf[s]].Contains(lane)).ToArray();
                foreach (var from in sharing.Select(s => heads[s]).Distinct())
                {
                    var (needs, tail) = (0.0, double.PositiveInfinity);
                    foreach (var step in sharing.Where(s => heads[s] >= from).OrderByDescending(s => tails[s]))
                    {
                        needs += _order.Lanes[lane] is { IsRoom: true, Capacity: var room } ? _order.Seconds[step] / room : _order.Seconds[step] * _order.Rate[step] / _order.Lanes[lane].Capacity;
                        tail = Math.Min(tail, tails[step]);
                        least = Math.Max(least, from + needs + tail);
                    }
                }
            }

            return steps.Max(s => prediction.Timeline[s].Done.TotalSeconds) / least;
        }

        /// <summary>Steps that began on a lane while a step of a more critical tier, which wants it too, was ready and could have begun.</summary>
        public IEnumerable<string> LowerBeforeHigher()
        {
            foreach (var higher in graph.Steps.Where(s => prediction.Timeline[s.Index] is var t && t.Began > t.Ready))
            {
                var waits = prediction.Timeline[higher.Index];
                foreach (var lower in graph.Steps.Where(s => _order.Tier[s.Index] > _order.Tier[higher.Index] && Shares(s.Index, higher.Index)))
                {
                    var begins = prediction.Timeline[lower.Index].Began;
                    if (begins > waits.Ready && begins < waits.Began && !IsHeld(higher.Index, lower.Index, begins))
                    {
                        yield return $"{lower.Name} began at {begins} before {higher.Name}, which waited from {waits.Ready} to {waits.Began} for {waits.Hold}";
                    }
                }
            }
        }

        /// <summary>Whether, without the other, the step could not have begun: a room is full, a way is filled by more urgent ones, or it is kept for one.</summary>
        private bool IsHeld(int step, int other, TimeSpan at) => _order.Routes[_order.RouteOf[step]].Any(lane =>
        {
            var sharing = graph.Steps.Where(s => s.Index != step && s.Index != other && Uses(s.Index, lane)).Select(s => s.Index).ToArray();
            var underWay = sharing.Where(s => prediction.Timeline[s] is var t && t.Began <= at && t.Done >= at).ToArray(); // What ends at that very moment may end after it.
            var takes = Math.Min(_order.Rate[step], _order.Lanes[lane].Capacity);
            return (_order.Lanes[lane].IsRoom
                    ? underWay.Length >= _order.Lanes[lane].Capacity
                    : underWay.Where(s => _order.Rank[s] < _order.Rank[step]).Sum(s => _order.Rate[s]) + takes > _order.Lanes[lane].Capacity * (1 + 1e-6))
                || sharing.Any(s => _order.Rank[s] < _order.Rank[step] && prediction.Timeline[s].Began > at);
        });

        private bool Shares(int one, int other) =>
            _order.RouteOf[one] >= 0 && _order.RouteOf[other] >= 0 && _order.Routes[_order.RouteOf[one]].Intersect(_order.Routes[_order.RouteOf[other]]).Any();

        private bool Uses(int step, int lane) => _order.RouteOf[step] >= 0 && _order.Routes[_order.RouteOf[step]].Contains(lane);
    }
}
