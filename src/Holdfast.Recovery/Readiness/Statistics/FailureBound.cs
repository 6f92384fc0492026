using MathNet.Numerics.Distributions;

namespace Holdfast.Recovery.Readiness.Statistics;

/// <summary>What so many tries allow to be said, and no more: one-sided bounds at a confidence of 95 %.</summary>
public static class FailureBound
{
    private const double Confidence = 0.95;

    /// <summary>
    /// The share that may fail for all that was seen: the upper bound of Clopper and Pearson. None of ten failed: up to 25.9 % may.
    /// </summary>
    /// <param name="tries">At least one.</param>
    public static double Of(int failures, int tries)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tries, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(failures, tries);
        return failures == tries ? 1 : Beta.InvCDF(failures + 1, tries - failures, Confidence);
    }

    /// <summary>How many tries in a row must succeed before that share of success can be claimed: 29 for 90 %, 59 for 95 %.</summary>
    public static int CleanTriesFor(double share) => (int)Math.Ceiling(Math.Log(1 - Confidence) / Math.Log(share));

    /// <summary>
    /// Whether so many measurements bear a quantile by themselves: the largest of them lies above it with nine chances in ten. From 22 on
    /// that is so for the P90; with fewer it is an extrapolation, whatever formula is used.
    /// </summary>
    public static bool Bears(int samples, double quantile) => 1 - Math.Pow(quantile, samples) >= 0.9;
}
