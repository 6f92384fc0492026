using MathNet.Numerics.Distributions;

namespace Holdfast.Recovery.Readiness.Statistics;

/// <summary>Where a share lies of which only so many were seen: the interval of Clopper and Pearson, at a confidence of 95 %.</summary>
/// <param name="Low">From 0 to 1.</param>
/// <param name="High">From 0 to 1.</param>
public readonly record struct ShareInterval(double Low, double High)
{
    private const double Tail = 0.025;

    /// <param name="count">Of those seen.</param>
    /// <param name="seen">At least one.</param>
    public static ShareInterval Of(int count, int seen)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seen, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, seen);
        return new(
            count == 0 ? 0 : Beta.InvCDF(count, seen - count + 1, Tail),
            count == seen ? 1 : Beta.InvCDF(count + 1, seen - count, 1 - Tail));
    }

    public bool Contains(double share) => share >= Low && share <= High;
}
