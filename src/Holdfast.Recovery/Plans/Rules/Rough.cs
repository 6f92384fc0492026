using System.Globalization;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Computed figures as people say them: one digit after the point, in the unit that fits.</summary>
internal static class Rough
{
    public static string Time(TimeSpan time)
    {
        var (count, unit) = time switch
        {
            { TotalDays: >= 2 } => (time.TotalDays, "days"),
            { TotalHours: >= 1 } => (time.TotalHours, "hours"),
            { TotalMinutes: >= 1 } => (time.TotalMinutes, "minutes"),
            _ => (time.TotalSeconds, "seconds"),
        };
        var shown = count.ToString("0.#", CultureInfo.InvariantCulture);
        return $"{shown} {(shown == "1" ? unit.TrimEnd('s') : unit)}";
    }

    public static string Share(double fraction) => string.Create(CultureInfo.InvariantCulture, $"{fraction * 100:0.#} %");
}
