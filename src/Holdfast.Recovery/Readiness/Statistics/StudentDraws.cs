using System.Collections.Concurrent;
using MathNet.Numerics.Distributions;

namespace Holdfast.Recovery.Readiness.Statistics;

/// <summary>
/// Student's t drawn by the million: a normal draw of each step, times how wrong the pooled scatter is in this run. That is one thing that is
/// not known, the same for all steps of a run: drawn for each step anew, the longest of a thousand steps would always be absurd. From tables
/// of quantiles; the rarest eight thousandth of either end is never drawn.
/// </summary>
public static class StudentDraws
{
    private const int Size = 4096;

    /// <summary>Beyond so many, the scatter is known for every purpose here.</summary>
    private const int Enough = 120;

    private static readonly double[] Normals = [.. Middles.Select(p => Normal.InvCDF(0, 1, p))];

    private static readonly ConcurrentDictionary<int, double[]> Scales = new();

    private static IEnumerable<double> Middles => Enumerable.Range(0, Size).Select(i => (i + 0.5) / Size);

    /// <param name="scatter">How wrong the scatter is, from 0 to less than 1: the greater, the wider. Of the run.</param>
    /// <param name="own">From 0 to less than 1. Of the step.</param>
    public static double Of(int freedom, double scatter, double own) => ScalesOf(freedom)[(int)(scatter * Size)] * Normals[(int)(own * Size)];

    /// <summary>The square root of what is seen of a variance over what it is: chi-squared, by its degrees of freedom.</summary>
    private static double[] ScalesOf(int freedom) => Scales.GetOrAdd(
        Math.Min(freedom, Enough),
        static f => [.. Middles.Select(p => Math.Sqrt(f / ChiSquared.InvCDF(f, 1 - p)))]);
}
