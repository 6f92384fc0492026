using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Stretches of the calendar: <c>5 years</c>, <c>3 months</c>, <c>30 days</c>.</summary>
internal static partial class CalendarSpans
{
    public static Written Written { get; } = Written.Named("calendarSpan", "A stretch of the calendar, in whole days, weeks, months or years.", Written.Matching(@"^\s*[0-9]+\s*(d|days?|w|weeks?|months?|y|years?)\s*$"), "30 days", "3 months", "5 years");

    public static readonly ValueKind<CalendarSpan> Kind = new(
        ProblemId.BadSpan, "write a whole number and a unit: days, weeks, months or years, such as \"3 months\" or \"5 years\".", Complaint);

    private const int LongestYears = 100;

    private static string? Complaint(string text, out CalendarSpan span)
    {
        span = default;
        var match = Pattern().Match(text);
        if (!match.Success)
        {
            return $"is no stretch of the calendar: {Shown.Quoted(text)}";
        }

        var unit = match.Groups["unit"].Value;
        (int Months, int Days)? one = unit.ToLowerInvariant() switch
        {
            "d" or "day" or "days" => (0, 1),
            "w" or "week" or "weeks" => (0, 7),
            "month" or "months" => (1, 0),
            "y" or "year" or "years" => (12, 0),
            _ => null,
        };
        if (one is not { } each)
        {
            return unit.Length == 0 ? $"has no unit: {Shown.Quoted(text)}" : $"has a unit that is no stretch of the calendar: {Shown.Quoted(unit)}";
        }

        if (!int.TryParse(match.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || (count * (long)each.Months) + (count * (long)each.Days / 30) > LongestYears * 12)
        {
            return $"is longer than a century: {Shown.Quoted(text)}";
        }

        span = new CalendarSpan(count * each.Months, count * each.Days);
        return count > 0 ? null : $"must be longer than nothing: {Shown.Quoted(text)}";
    }

    [GeneratedRegex(@"^(?<number>[0-9]+)\s*(?<unit>([A-Za-z][A-Za-z/ ]*)?)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
