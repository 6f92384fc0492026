namespace Holdfast.Recovery.Readiness.Statistics;

/// <summary>How fast something grows: the median of the slopes between each two of what was seen (Theil and Sen), so that more than a quarter of it may be anything.</summary>
public static class MedianTrend
{
    /// <param name="seen">In any order; more than some hundred are slow.</param>
    /// <returns>How much it grows in a day; less than nothing: it shrinks. Null: it was not seen at two times.</returns>
    public static double? PerDay(IReadOnlyList<(DateTimeOffset At, double Value)> seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        double[] slopes =
        [
            .. seen.SelectMany(one => seen.Where(later => later.At > one.At).Select(later => (later.Value - one.Value) / (later.At - one.At).TotalDays)).Order(),
        ];
        return slopes.Length == 0 ? null : (slopes[(slopes.Length - 1) / 2] + slopes[slopes.Length / 2]) / 2;
    }
}
