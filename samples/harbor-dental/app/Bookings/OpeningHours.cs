namespace HarborDental.Bookings;

/// <summary>When the practice sees patients: Monday to Friday, 8 to 12 and 13 to 17 (UTC), in half hours.</summary>
internal static class OpeningHours
{
    public static readonly TimeSpan SlotLength = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan Opens = TimeSpan.FromHours(8);
    public static readonly TimeSpan Closes = TimeSpan.FromHours(17);
    private static readonly TimeSpan LunchBegins = TimeSpan.FromHours(12);
    private static readonly TimeSpan LunchEnds = TimeSpan.FromHours(13);

    public static bool IsWorkingDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    public static bool IsSlot(DateTimeOffset start)
    {
        var utc = start.ToUniversalTime();
        var time = utc.TimeOfDay;
        return IsWorkingDay(DateOnly.FromDateTime(utc.DateTime)) && time.Ticks % SlotLength.Ticks == 0
            && ((time >= Opens && time < LunchBegins) || (time >= LunchEnds && time < Closes));
    }

    /// <summary>Every start of a slot on that day.</summary>
    public static IEnumerable<DateTimeOffset> SlotsOf(DateOnly day)
    {
        var midnight = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        for (var time = Opens; time < Closes; time += SlotLength)
            if (IsSlot(midnight + time)) yield return midnight + time;
    }

    /// <summary>That day, or the first day after it on which the practice is open.</summary>
    public static DateOnly WorkingDayFrom(DateOnly day)
    {
        while (!IsWorkingDay(day)) day = day.AddDays(1);
        return day;
    }
}
