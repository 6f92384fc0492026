using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Readiness.Statistics;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Simulation;

/// <summary>The same run many times, each time with other durations: how long it takes, and how sure that is.</summary>
/// <param name="models">What is expected of each step, by its index.</param>
/// <param name="common">What all steps of one run have in common.</param>
/// <param name="order">Who goes first; made from what is typical, as before a real run.</param>
public sealed class SimulatedRuns(RecoveryGraph graph, Contention contention, IReadOnlyList<StepModel> models, Predictive common, RecoveryOrder order)
{
    /// <summary>Of a step, logarithms of a microsecond and of a century. Student's t has no end: among millions of draws one is beyond all calendars.</summary>
    private static readonly double Shortest = Math.Log(1e-6), Longest = Math.Log(100 * 365.25 * 86_400);

    private static readonly DateTimeOffset Zero = DateTimeOffset.UnixEpoch;

    private readonly ulong[] _keys = [.. graph.Steps.Select(step => Chance.KeyOf(step.Name))];

    /// <param name="count">How many runs.</param>
    /// <param name="seed">The same seed gives the same runs, on however many processors.</param>
    /// <returns>For each system of the graph, in its order, when it operated in each run: seconds from the declaration.</returns>
    public double[][] Walk(int count, int seed, CancellationToken cancellationToken)
    {
        var operating = graph.Systems.Select(_ => new double[count]).ToArray();
        if (!models.Any(m => m.Typical.Value is not null && m.Own.Scale > 0))
        {
            count = 1; // Nothing scatters, so every run is like the first.
        }

        var last = graph.Systems.Select(s => graph[RecoveryGraph.LastStepOf(s)]).ToArray();
        var chance = new Chance(seed, count);
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, count, options, () => new double[models.Count], (number, _, seconds) =>
        {
            Draw(chance, number, seconds);
            var run = Walk(new PredictingStage(Zero, contention, seconds, order), cancellationToken);
            for (var system = 0; system < last.Length; system++)
            {
                operating[system][number] = (run.DoneAt(last[system])!.Value - Zero).TotalSeconds;
            }

            return seconds;
        }, _ => { });
        foreach (var system in operating)
        {
            system.AsSpan(count).Fill(system[0]);
        }

        return operating;
    }

    /// <summary>The run in which every step takes what is typical for it.</summary>
    public Run WalkTypical(DateTimeOffset zero, CancellationToken cancellationToken) =>
        Walk(new PredictingStage(zero, contention, [.. models.Select(m => m.TypicalSeconds)], order), cancellationToken);

    /// <summary>Nothing in a prediction waits for anything outside, so it is over when the call returns.</summary>
    private Run Walk(PredictingStage stage, CancellationToken cancellationToken) =>
        RunLoop.DriveAsync(Run.Of(graph, order), stage, new NoJournal(), cancellationToken) is { IsCompleted: true } walked
            ? walked.GetAwaiter().GetResult()
            : throw new InvalidOperationException("A predicted run waited for something.");

    private void Draw(Chance chance, int run, double[] seconds)
    {
        var scatter = chance.Of(run, Chance.OfScatter);
        var factor = common.Scale * StudentDraws.Of(common.Freedom, scatter, chance.Of(run, Chance.OfRuns));
        for (var step = 0; step < models.Count; step++)
        {
            var model = models[step];
            seconds[step] = model.Typical.Value is null ? 0
                : model.Own.Scale == 0 ? model.TypicalSeconds
                : Math.Exp(Math.Clamp(
                    model.Own.Centre + (model.Own.Scale * StudentDraws.Of(model.Own.Freedom, scatter, chance.Of(run, _keys[step]))) + (model.Common ? factor : 0), Shortest, Longest));
        }
    }
}
