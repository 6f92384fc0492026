namespace Holdfast.Recovery.Readiness.Statistics;

/// <summary>
/// Where the next duration will lie, by what was seen: its logarithm follows Student's t around what is typical, the wider the less was
/// seen. (The predictive distribution of a normal sample whose variance is not known.)
/// </summary>
/// <param name="Centre">Logarithm of the typical seconds.</param>
/// <param name="Scale">0: it is certain.</param>
public readonly record struct Predictive(double Centre, double Scale, int Freedom)
{
    public static Predictive Certain(double seconds) => new(LogSample.LogOf(seconds), 0, 1);

    /// <param name="count">On how many measurements the centre rests.</param>
    public static Predictive Around(double centre, int count, Spread spread) => new(centre, Math.Sqrt(spread.Variance * (1 + (1.0 / count))), spread.Freedom);
}
