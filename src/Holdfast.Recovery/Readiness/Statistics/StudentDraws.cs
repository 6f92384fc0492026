using System.Collections.Concurrent;
using MathNet.Numerics.Distributions;

namespace Holdfast.Recovery.Readiness.Statistics;

/// <summary>
/// Student's t drawn by the million: its quantiles in a table, of which a draw picks one. The rarest eight thousandth of either end is
/// therefore never drawn, which keeps one absurd draw from being the longest of a thousand runs.
/// </summary>
public static class StudentDraws
{
    private const int Size = 4096;

    /// <summary>Beyond so many, the distribution is the normal one for every purpose here.</summary>
    private const int Enough = 120;

    private static readonly ConcurrentDictionary<int, double[]> Tables = new();

    /// <param name="uniform">From 0 to less than 1.</param>
    public static double Of(int freedom, double uniform) => TableOf(freedom)[(int)(uniform * Size)];

    private static double[] TableOf(int freedom) => Tables.GetOrAdd(
        Math.Min(freedom, Enough),
        static f => [.. Enumerable.Range(0, Size).Select(i => StudentT.InvCDF(0, 1, f, (i + 0.5) / Size))]);
}
