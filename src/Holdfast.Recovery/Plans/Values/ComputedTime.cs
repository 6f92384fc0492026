namespace Holdfast.Recovery.Plans.Values;

/// <summary>
/// Times that were computed and not written by anyone: from sizes, rates and measurements, which may be anything. What comes out can
/// always be added, compared and printed, because an absurd figure must not stop a recovery.
/// </summary>
public static class ComputedTime
{
    /// <summary>No one waits longer. Far below the end of <see cref="TimeSpan"/>, so that figures can be added.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(3_652_500);

    /// <returns>Between nothing and <see cref="Longest"/>; what is not a number is never soon.</returns>
    public static TimeSpan FromSeconds(double seconds) =>
        seconds <= 0 ? TimeSpan.Zero
        : seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds)
        : Longest;

    /// <summary>The sum, or the longest or shortest time there is where that is beyond it.</summary>
    public static TimeSpan Sum(TimeSpan a, TimeSpan b) => FromTicks((Int128)a.Ticks + b.Ticks);

    /// <summary>The difference, or the longest or shortest time there is where that is beyond it.</summary>
    public static TimeSpan Difference(TimeSpan a, TimeSpan b) => FromTicks((Int128)a.Ticks - b.Ticks);

    private static TimeSpan FromTicks(Int128 ticks) => new((long)Int128.Clamp(ticks, long.MinValue, long.MaxValue));
}
