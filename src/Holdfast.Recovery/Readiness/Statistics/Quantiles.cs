namespace Holdfast.Recovery.Readiness.Statistics;

/// <summary>Quantiles of many draws.</summary>
public static class Quantiles
{
    /// <param name="draws">At least one; sorted here.</param>
    /// <param name="p">From 0 to 1.</param>
    /// <returns>The draw that the share <paramref name="p"/> of them does not exceed.</returns>
    public static double Of(double[] draws, double p)
    {
        Array.Sort(draws);
        return draws[Math.Clamp((int)Math.Ceiling(p * draws.Length) - 1, 0, draws.Length - 1)];
    }
}
