using Holdfast.Recovery.Readiness.Statistics;

namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>
/// What all steps of one run have in common: a slow day is slow in every step, so that errors add up instead of evening out. Without it,
/// the upper figure of a long run would be far too low.
/// </summary>
/// <param name="Spread">How runs scatter as a whole.</param>
/// <param name="Factor">Where the next run will lie, with what is not known of the typical one itself.</param>
internal readonly record struct RunFactor(Spread Spread, Predictive Factor)
{
    /// <summary>Assumed before runs were seen, as strong as three of them: a run in three is off by more than a tenth as a whole.</summary>
    private static readonly Spread Assumed = new(0.01, 3);

    /// <param name="durations">Of machines; of steps that were measured only once, nothing can be learnt here.</param>
    public static RunFactor Of(IEnumerable<StepDuration> durations)
    {
        var residuals = durations
            .GroupBy(d => d.Step)
            .Select(step => step.ToArray())
            .Where(step => step.Length > 1)
            .SelectMany(step =>
            {
                var typical = LogSample.Of([.. step.Select(d => d.Took.TotalSeconds)]).Mean;
                return step.Select(d => (d.Run, Off: LogSample.LogOf(d.Took.TotalSeconds) - typical));
            })
            .GroupBy(d => d.Run, d => d.Off)
            .Select(run => run.ToArray())
            .ToArray();
        var runs = residuals.Length;
        var pairs = residuals.Sum(run => (double)run.Length * (run.Length - 1));
        if (runs < 2 || pairs == 0)
        {
            return new(default, Predictive.Around(0, 1, Assumed));
        }

        // Two different steps of one run share only what the run has in common: the mean of their products is its variance, too small by
        // one run's share because the typical durations were taken from the same runs.
        var common = residuals.Sum(run => Math.Pow(run.Sum(), 2) - run.Sum(off => off * off)) / pairs * runs / (runs - 1);
        var spread = new Spread(Math.Max(0, common), runs - 1);
        return new(spread, Predictive.Around(0, runs, Assumed.With(spread)));
    }
}
