using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Readiness.Simulation;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness;

/// <summary>
/// Whether "nine times in ten" is true: of 200 made-up businesses, in how many does the next recovery take no longer than the P90 that
/// was predicted from a few drills? The made-up truth is not the predictor's: durations are sums of gamma and Pareto draws, slow days
/// slow everything down unevenly, and drills differ in number.
/// </summary>
public class CoverageTests(ITestOutputHelper output)
{
    private const int Businesses = 200;
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 3, 6)]
    [InlineData(2, 6, 15)]
    [InlineData(3, 15, 40)]
    public void Nine_times_in_ten_is_between_85_and_95_of_a_hundred(int seed, int fewest, int most)
    {
        var random = new Random(seed);
        var within = Enumerable.Range(0, Businesses).Select(_ => Outcome(random, random.Next(fewest, most))).ToArray();
        var p90 = within.Count(w => w.P90) / (double)Businesses;
        var p50 = within.Count(w => w.P50) / (double)Businesses;
        output.WriteLine($"seed {seed}, {fewest} to {most - 1} drills: P50 covers {p50:P1}, P90 covers {p90:P1}");
        Assert.InRange(p90, 0.85, 0.95);
        Assert.InRange(p50, 0.35, 0.65);
    }

    private static (bool P50, bool P90) Outcome(Random random, int drills)
    {
        var plan = BusinessOf.Random(random, random.Next(3, 15));
        var graph = RecoveryGraph.Of(plan, [.. plan.Systems.Select(s => s.Name)]);
        var truth = new Truth(random, graph.Steps.Length);
        var history = new History(
            [
                .. Enumerable.Range(0, drills).SelectMany(drill => truth.Run().Zip(graph.Steps, (seconds, step) =>
                    new StepDuration(step.Name, StepDuration.KindOf(step.Name), TimeSpan.FromSeconds(seconds), 0, Noon) { Run = $"drill {drill}" })),
            ],
            []);
        var predicted = new Forecast(PlanIndex.Of(plan), history, _ => true, Noon).Of(Loss.Of(plan, plan.Scenarios[0]), graph, 200).Business;
        var next = RunLoop.DriveAsync(
            Run.Of(graph), new PredictingStage(Noon, Contention.None(graph), truth.Run(), RecoveryOrder.Of(graph)), new NoJournal(), TestContext.Current.CancellationToken).Result;
        var measured = graph.Steps.Max(s => next.DoneAt(s))!.Value - Noon;
        return (measured <= predicted.Rto.Value, measured <= predicted.RtoP90.Value);
    }

    /// <summary>How long things really take here.</summary>
    private sealed class Truth
    {
        private readonly Random _random;
        private readonly double[] _usual;
        private readonly double[] _tail;

        public Truth(Random random, int steps)
        {
            _random = random;
            _usual = [.. Enumerable.Range(0, steps).Select(_ => Math.Exp(random.NextDouble() * 5))];
            _tail = [.. Enumerable.Range(0, steps).Select(_ => random.NextDouble() * 0.3)];
        }

        public double[] Run()
        {
            var day = 0.85 + (0.15 * Exponential() * Exponential());
            return [.. _usual.Select((usual, i) => usual * (1 + ((day - 1) * _random.NextDouble() * 2)) * ((Gamma(6) / 6) + Pareto(i)))];
        }

        private double Pareto(int step) => _random.NextDouble() < _tail[step] ? 0.3 * (Math.Pow(1 - _random.NextDouble(), -1 / 2.5) - 1) : 0;

        private double Gamma(int shape) => Enumerable.Range(0, shape).Sum(_ => Exponential());

        private double Exponential() => -Math.Log(1 - _random.NextDouble());
    }
}
