namespace Holdfast.Recovery.Plans.Values;

/// <summary>A stretch of the calendar, such as five years or three months: as long as the calendar makes it, unlike a <see cref="TimeSpan"/>.</summary>
public readonly record struct CalendarSpan(int Months, int Days)
{
    /// <summary>The day on which a stretch that begins on that day is over.</summary>
    public DateOnly From(DateOnly day) => day.AddMonths(Months).AddDays(Days);

    public override string ToString() => (Months, Days) switch
    {
        ( > 0, _) when Months % 12 == 0 => Count(Months / 12, "year"),
        ( > 0, _) => Count(Months, "month"),
        _ when Days % 7 == 0 => Count(Days / 7, "week"),
        _ => Count(Days, "day"),
    };

    private static string Count(int count, string unit) => $"{count} {unit}{(count == 1 ? "" : "s")}";
}
