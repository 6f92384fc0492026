using System.Globalization;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Presentation;

/// <summary>Durations, sizes and figures as people say them.</summary>
public static class Spoken
{
    /// <summary>Which copies are kept.</summary>
    /// <param name="keep">Null: all.</param>
    public static string Kept(Retention? keep)
    {
        if (keep is null)
        {
            return "every copy";
        }

        (string Word, int? Count)[] counts =
            [("last", keep.Last), ("hourly", keep.Hourly), ("daily", keep.Daily), ("weekly", keep.Weekly), ("monthly", keep.Monthly), ("yearly", keep.Yearly)];
        return string.Join(", ", [
            .. counts.Where(c => c.Count is not null).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Count} {c.Word}")),
            .. keep.Within is { } within ? [$"all of {within}"] : Array.Empty<string>(),
        ]);
    }

    public static string Of(TimeSpan time) => time switch
    {
        { Ticks: < 0 } => "-" + Of(time == TimeSpan.MinValue ? TimeSpan.MaxValue : -time),
        { TotalSeconds: < 9.95 } => Number(time.TotalSeconds, "0.0") + " s",
        { TotalSeconds: < 59.5 } => Number(time.TotalSeconds, "0") + " s",
        { TotalMinutes: < 60 } => Two(Math.Round(time.TotalSeconds), 60, "min", "s"),
        { TotalHours: < 24 } => Two(Math.Round(time.TotalMinutes), 60, "h", "min"),
        _ => Two(Math.Round(time.TotalHours), 24, "d", "h"),
    };

    /// <summary>A time that people agreed on, in full: <c>1 d 12 h</c>, <c>90 s</c> as <c>1 min 30 s</c>. Nothing is rounded.</summary>
    public static string Exactly(TimeSpan time)
    {
        (string Unit, long Count)[] parts = [("d", time.Days), ("h", time.Hours), ("min", time.Minutes)];
        var seconds = (time.Ticks % TimeSpan.TicksPerMinute) / (double)TimeSpan.TicksPerSecond;
        var said = parts.Where(p => p.Count != 0).Select(p => $"{Number(p.Count, "0")} {p.Unit}").ToList();
        if (seconds != 0 || said.Count == 0)
        {
            said.Add(seconds is > 0 and < 1 ? Number(seconds * 1000, "0.####") + " ms" : Number(seconds, "0.#######") + " s");
        }

        return string.Join(' ', said);
    }

    public static string Of(TimeSpan? time, string missing) => time is { } known ? Of(known) : missing;

    public static string Bytes(long bytes) => bytes switch
    {
        < 1000 => Number(bytes, "0") + " B",
        < 1_000_000 => Number(bytes / 1e3, "0.0") + " kB",
        < 1_000_000_000 => Number(bytes / 1e6, "0.0") + " MB",
        _ => Number(bytes / 1e9, "0.00") + " GB",
    };

    /// <summary>An amount of the plan's currency: cents only where they count.</summary>
    public static string Money(decimal amount) => amount.ToString(Math.Abs(amount) < 1000 ? "0.00" : "#,0", CultureInfo.InvariantCulture);

    public static string Count(int count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <param name="ratio">1 is 100 %.</param>
    public static string Percent(double ratio) => ratio < 10 ? Number(ratio * 100, "0") + " %" : Number(ratio, "#,0") + " times";

    /// <summary>What a figure rests on, in a few words.</summary>
    public static string Founding(Figure figure, DateTimeOffset now) => figure.From switch
    {
        Provenance.Measured => $"measured, n={figure.Samples}{Age(figure, now)}",
        Provenance.Extrapolated => $"extrapolated, n={figure.Samples}{Age(figure, now)}",
        Provenance.Declared => "declared, not measured",
        _ => "unknown: nothing was measured",
    };

    private static string Age(Figure figure, DateTimeOffset now) => figure.AsOf is { } asOf ? $", {Of(now - asOf)} old" : "";

    private static string Two(double count, int per, string big, string small) =>
        count % per == 0
            ? $"{Number(Math.Floor(count / per), "0")} {big}"
            : $"{Number(Math.Floor(count / per), "0")} {big} {Number(count % per, "0")} {small}";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
