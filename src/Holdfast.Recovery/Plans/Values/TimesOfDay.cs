using System.Collections.Immutable;
using System.Globalization;

namespace Holdfast.Recovery.Plans.Values;

/// <summary>Times of the day at which something is done again and again, by the clocks of one zone: <c>weekday at 22:30 Europe/Berlin</c>.</summary>
/// <param name="Days">From Monday, each once, at least one.</param>
/// <param name="Times">In their order, each once, at least one.</param>
public sealed record TimesOfDay(ImmutableArray<DayOfWeek> Days, ImmutableArray<TimeOnly> Times, ZoneClock Clock)
{
    public static readonly ImmutableArray<DayOfWeek> EveryDay =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>How long after each of them it is done, so that many machines do not begin at once.</summary>
    public TimeSpan Shift { get; init; }

    /// <summary>
    /// The longest from one to the next. Where clocks are set back it is longer than they show: 25 hours from day to day. Over a weekend, or between
    /// days that are named, it is what lies between.
    /// </summary>
    public TimeSpan Longest
    {
        get
        {
            // On a week without a change: from each to the next, and from the last to the first of the week after.
            TimeSpan[] week = [.. Days.SelectMany(d => Times.Select(t => (Day(d) * TimeSpan.FromDays(1)) + t.ToTimeSpan()))];
            var longest = week.Zip(week.Skip(1).Append(week[0] + TimeSpan.FromDays(7)), (one, next) => next - one).Max();
            return Clock.SetBack.Select(change => After(change) - Until(change)).Append(longest).Max();
        }
    }

    /// <summary>From one to the next on the average.</summary>
    public TimeSpan Usual => TimeSpan.FromDays(7) / (Days.Length * Times.Length);

    /// <summary>The first of them after that moment.</summary>
    public DateTimeOffset After(DateTimeOffset moment) => Around(moment).First(at => at > moment);

    /// <summary>The last of them that is not after that moment.</summary>
    public DateTimeOffset Until(DateTimeOffset moment) => Around(moment).Last(at => at <= moment);

    public override string ToString() => $"{DaysText} at {And(Times.Select(t => t.ToString("HH:mm", CultureInfo.InvariantCulture)))} {Clock.Name}";

    private string DaysText => Days.Length == 7 ? "day"
        : Days.SequenceEqual(EveryDay[..5]) ? "weekday"
        : And(Days.Select(d => d.ToString().ToLowerInvariant()));

    /// <summary>Those of more than a week before and after.</summary>
    private IEnumerable<DateTimeOffset> Around(DateTimeOffset moment)
    {
        var today = DateOnly.FromDateTime(Clock.At(moment - Shift));
        return Enumerable.Range(-8, 17).Select(today.AddDays).Where(day => Days.Contains(day.DayOfWeek))
            .SelectMany(day => Times.Select(time => Clock.When(day.ToDateTime(time)) + Shift));
    }

    private static string And(IEnumerable<string> parts) => parts.ToArray() is [.. var first, var last] && first.Length > 0 ? $"{string.Join(", ", first)} and {last}" : parts.First();

    /// <summary>From Monday.</summary>
    private static int Day(DayOfWeek day) => ((int)day + 6) % 7;
}
