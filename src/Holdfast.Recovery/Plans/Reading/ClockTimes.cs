using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Times by a clock as people write them: <c>day at 02:00 Europe/Berlin</c>, <c>08:00 and 18:00</c>.</summary>
internal static partial class ClockTimes
{
    /// <summary>So much of each day is left by what forbids something: what is looked for every hour is found.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromHours(2);

    private const string ZonePattern = @"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*";

    private const string OneTime = @"([01]?[0-9]|2[0-3]):[0-5][0-9]";

    private const string Day = "([Dd]ay|[Ww]eekday|[Mm]onday|[Tt]uesday|[Ww]ednesday|[Tt]hursday|[Ff]riday|[Ss]aturday|[Ss]unday)";

    private const string Between = @"(\s*,\s*|\s+and\s+)";

    private const string Hint = "write a day, \"at\" and times of 24 hours, such as \"day at 02:00\", \"weekday at 12:30 and 22:30\" or \"monday at 03:00 Europe/Berlin\".";

    public static Written Written { get; } = Written.Named(
        "timesOfDay", "Times of the day, with their time zone unless the plan has one.",
        Written.Matching($@"^\s*{Day}({Between}{Day})*\s+at\s+{OneTime}({Between}{OneTime})*(\s+{ZonePattern})?\s*$"), "day at 02:00 Europe/Berlin", "weekday at 22:30", "monday and thursday at 03:00");

    public static Written WindowWritten { get; } = Written.Named(
        "partOfDay", "A part of each day, with its time zone unless the plan has one.",
        Written.Matching($@"^\s*{OneTime}\s+and\s+{OneTime}(\s+{ZonePattern})?\s*$"), "08:00 and 18:00 Europe/Berlin");

    public static Written ZoneWritten { get; } = Written.Named("timeZone", "A time zone by its name in the world's list.", Written.Matching($@"^\s*{ZonePattern}\s*$"), "Europe/Berlin", "America/New_York", "UTC");

    public static ZoneClock? ReadZone(Field field)
    {
        if (field.Text()?.Trim() is not { } text)
        {
            return null;
        }

        if (!IsZone(text))
        {
            field.Refuse(ProblemId.BadTime, $"is not the name of a time zone: {Shown.Quoted(text)}", ZoneHint);
            return null;
        }

        return ZoneClock.Of(text);
    }

    /// <summary>Whether it is meant to be times of the day, and not a length of time.</summary>
    public static bool AreMeant(string text) => text.Contains(':', StringComparison.Ordinal) || text.Split(' ', '\t').Contains("at", StringComparer.OrdinalIgnoreCase);

    /// <param name="ofPlan">The zone where the text names none; null: the plan has none.</param>
    /// <returns>Null where it could not be read, which was reported.</returns>
    public static TimesOfDay? Read(Field field, ZoneClock? ofPlan)
    {
        if (field.Text()?.Trim() is not { } text)
        {
            return null;
        }

        var match = Pattern().Match(text);
        var days = match.Groups["days"].Captures.Select(c => DaysOf(c.Value)).ToArray();
        if (!match.Success || days.Any(some => some.IsEmpty))
        {
            field.Refuse(ProblemId.BadTime, $"is not days and times: {Shown.Quoted(text)}", Hint);
            return null;
        }

        var times = match.Groups["time"].Captures.Select(c => TimeOf(c.Value)).ToArray();
        if (times.Contains(null))
        {
            field.Refuse(ProblemId.BadTime, $"has a time that no clock of 24 hours shows: {Shown.Quoted(text)}", "write hours from 0 to 23 and minutes from 00 to 59, such as 02:00 or 22:30.");
            return null;
        }

        return ZoneOf(field, match.Groups["zone"].Value, ofPlan) is { } zone
            ? new(
                [.. TimesOfDay.EveryDay.Where(day => days.Any(some => some.Contains(day)))],
                [.. times.OfType<TimeOnly>().Distinct().Order()],
                zone)
            : null;
    }

    /// <param name="ofPlan">The zone where the text names none; null: the plan has none.</param>
    /// <param name="forbids">Whether it says when something may not be, and so must leave some of each day.</param>
    /// <returns>Null where it could not be read, which was reported.</returns>
    public static PartOfDay? ReadWindow(Field field, ZoneClock? ofPlan, bool forbids = true)
    {
        if (field.Text()?.Trim() is not { } text)
        {
            return null;
        }

        var match = WindowPattern().Match(text);
        if (!match.Success || TimeOf(match.Groups["from"].Value) is not { } from || TimeOf(match.Groups["until"].Value) is not { } until)
        {
            field.Refuse(ProblemId.BadTime, $"is not two times of the day: {Shown.Quoted(text)}", "write when it begins, \"and\", and when it is over, such as \"08:00 and 18:00\" or \"22:00 and 06:00 Europe/Berlin\".");
            return null;
        }

        if (from == until || (forbids && TimeSpan.FromDays(1) - (until - from) < Least))
        {
            field.Refuse(ProblemId.BadTime, $"leaves less than {Durations.Text(Least)} of a day: {Shown.Quoted(text)}", "make it shorter, or leave it out.");
            return null;
        }

        return ZoneOf(field, match.Groups["zone"].Value, ofPlan) is { } zone ? new(from, until, zone) : null;
    }

    private const string ZoneHint = "write its name in the world's list, such as Europe/Berlin, America/New_York or UTC.";

    private static ZoneClock? ZoneOf(Field field, string written, ZoneClock? ofPlan)
    {
        if (written.Length == 0)
        {
            if (ofPlan is null)
            {
                field.Refuse(ProblemId.BadTime, "names no time zone, and the plan has none", "write it after the time, such as \"02:00 Europe/Berlin\", or once at the top of the plan:  time zone: Europe/Berlin");
            }

            return ofPlan;
        }

        if (!IsZone(written))
        {
            field.Refuse(ProblemId.BadTime, $"names what is not a time zone: {Shown.Quoted(written)}", ZoneHint);
            return null;
        }

        return ZoneClock.Of(written);
    }

    private static bool IsZone(string text) => text.Length <= 64 && Zone().IsMatch(text);

    /// <returns>Empty: it is no word for days.</returns>
    private static ImmutableArray<DayOfWeek> DaysOf(string word) => word.ToLowerInvariant() switch
    {
        "day" => TimesOfDay.EveryDay,
        "weekday" => TimesOfDay.EveryDay[..5],
        var name => [.. TimesOfDay.EveryDay.Where(day => Words.Of(day) == name)],
    };

    private static TimeOnly? TimeOf(string text) =>
        TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    [GeneratedRegex(@"^(?<days>[A-Za-z]+)((\s*,\s*|\s+and\s+)(?<days>[A-Za-z]+))*\s+at\s+(?<time>[0-9]+:[0-9]+)((\s*,\s*|\s+and\s+)(?<time>[0-9]+:[0-9]+))*(\s+(?<zone>\S+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^(?<from>[0-9]+:[0-9]+)\s+and\s+(?<until>[0-9]+:[0-9]+)(\s+(?<zone>\S+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex WindowPattern();

    [GeneratedRegex($"^{ZonePattern}$", RegexOptions.ExplicitCapture)]
    private static partial Regex Zone();
}
