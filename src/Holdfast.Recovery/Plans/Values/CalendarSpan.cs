namespace Holdfast.Recovery.Plans.Values;

/// <summary>A stretch of the calendar, such as five years or three months: as long as the calendar makes it, unlike a <see cref="TimeSpan"/>.</summary>
public readonly record struct CalendarSpan(int Months, int Days)
{
    /// <summary>The day on which a stretch that begins on that day is over; at the end of the calendar, its last day.</summary>
    public DateOnly From(DateOnly day)
    {
        var months = ((DateOnly.MaxValue.Year - day.Year) * 12) + DateOnly.MaxValue.Month - day.Month;
        if (Months > months)
        {
            return DateOnly.MaxValue;
        }

        var later = day.AddMonths(Months);
        return Days > DateOnly.MaxValue.DayNumber - later.DayNumber ? DateOnly.MaxValue : later.AddDays(Days);
    }

    public override string ToString() => (Months, Days) switch
    {
        ( > 0, _) when Months % 12 == 0 => Count(Months / 12, "year"),
        ( > 0, _) => Count(Months, "month"),
        _ when Days % 7 == 0 => Count(Days / 7, "week"),
        _ => Count(Days, "day"),
    };

    private static string Count(int count, string unit) => $"{count} {unit}{(count == 1 ? "" : "s")}";
}
