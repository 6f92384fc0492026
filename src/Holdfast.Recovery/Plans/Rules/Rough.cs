using System.Globalization;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Computed figures as people say them: one digit after the point, in the unit that fits.</summary>
internal static class Rough
{
    /// <param name="against">What it is held against: 601 seconds against ten minutes are 10.1 minutes and not "10 minutes", which would be fine.</param>
    public static string Time(TimeSpan time, TimeSpan against)
    {
        var (length, unit) = time switch
        {
            { TotalDays: >= 2 } => (TimeSpan.FromDays(1), "day"),
            { TotalHours: >= 1 } => (TimeSpan.FromHours(1), "hour"),
            { TotalMinutes: >= 1 } => (TimeSpan.FromMinutes(1), "minute"),
            _ => (TimeSpan.FromSeconds(1), "second"),
        };
        decimal tenths = time.Ticks * 10m / length.Ticks, limit = against.Ticks * 10m / length.Ticks;
        var rounded = Math.Round(tenths, MidpointRounding.AwayFromZero);
        if (rounded.CompareTo(limit) != tenths.CompareTo(limit))
        {
            rounded = tenths > limit ? Math.Ceiling(tenths) : Math.Floor(tenths);
        }

        var count = rounded / 10;
        return string.Create(CultureInfo.InvariantCulture, $"{count:0.#} {unit}{(count == 1 ? "" : "s")}");
    }

    /// <summary>What is possible is not said to be 0 %, nor what is not certain to be 100 %.</summary>
    public static string Share(double fraction) => fraction switch
    {
        > 0 and < 0.001 => "less than 0.1 %",
        > 0.999 and < 1 => "more than 99.9 %",
        _ => string.Create(CultureInfo.InvariantCulture, $"{fraction * 100:0.#} %"),
    };
}
