using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Readiness.Statistics;

/// <summary>Durations as logarithms: they spread by factors, not by differences.</summary>
/// <param name="Mean">Of the natural logarithms of seconds.</param>
/// <param name="Squares">Sum of the squared distances of these logarithms from their mean.</param>
public readonly record struct LogSample(int Count, double Mean, double Squares)
{
    /// <summary>Shorter than this is taken for this, since nothing has no logarithm.</summary>
    private const double Least = 1e-3;

    /// <summary>What is typical: the geometric mean.</summary>
    public TimeSpan Typical => ComputedTime.FromSeconds(Math.Exp(Mean));

    /// <param name="seconds">At least one.</param>
    public static LogSample Of(IReadOnlyCollection<double> seconds)
    {
        var mean = seconds.Average(LogOf);
        return new(seconds.Count, mean, seconds.Sum(s => Math.Pow(LogOf(s) - mean, 2)));
    }

    /// <summary>A number for whatever is measured or computed: what is endless or not a number is as long as anything can be.</summary>
    public static double LogOf(double seconds) => Math.Log(seconds <= Least ? Least : seconds < ComputedTime.Longest.TotalSeconds ? seconds : ComputedTime.Longest.TotalSeconds);
}
