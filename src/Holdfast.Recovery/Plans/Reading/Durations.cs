using System.Globalization;
using System.Text.RegularExpressions;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Lengths of time as people write them: <c>90 seconds</c>, <c>1.5 hours</c>, <c>2 weeks</c>.</summary>
internal static partial class Durations
{
    public static Written Written { get; } = Written.Named("duration", "A length of time.", Written.Matching(@"^\s*[0-9]+(\.[0-9]+)?\s*[A-Za-z]+\s*$"), "15 minutes", "1.5 hours", "2 weeks");

    public static readonly ValueKind<TimeSpan> Kind = new(ProblemId.BadDuration, Hint, Complaint);

    /// <summary>Since a beginning, which may be that beginning: <c>0 hours</c>.</summary>
    public static readonly ValueKind<TimeSpan> Moment = new(ProblemId.BadDuration, Hint, MomentComplaint);

    public const string Hint = "write a number and a unit: seconds, minutes, hours, days or weeks, such as \"15 minutes\" or \"1.5 hours\".";

    // A century: far beyond any objective, and far from where sums of durations overflow.
    private const decimal LongestSeconds = 100m * 365 * 24 * 3600;

    /// <returns>Null when the text was understood; else what is wrong with it, to follow its name: <c>has no unit</c>.</returns>
    private static string? Complaint(string text, out TimeSpan duration)
    {
        duration = default;
        var match = Pattern().Match(text);
        if (!match.Success)
        {
            return $"is not a length of time: {Shown.Quoted(text)}";
        }

        var unit = match.Groups["unit"].Value;
        if (unit.Length == 0)
        {
            return $"has no unit: {Shown.Quoted(text)}";
        }

        if (SecondsIn(unit) is not { } seconds)
        {
            return $"has a unit that is no length of time: {Shown.Quoted(unit)}";
        }

        var parsed = decimal.TryParse(match.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        if (match.Groups["sign"].Length > 0 || (parsed && number == 0))
        {
            return $"must be longer than zero: {Shown.Quoted(text)}";
        }

        if (!parsed || number > LongestSeconds / seconds)
        {
            return $"is longer than a century: {Shown.Quoted(text)}";
        }

        duration = TimeSpan.FromTicks((long)(number * seconds * TimeSpan.TicksPerSecond));
        return duration > TimeSpan.Zero ? null : $"must be longer than zero: {Shown.Quoted(text)}";
    }

    private static string? MomentComplaint(string text, out TimeSpan since)
    {
        var complaint = Complaint(text, out since);
        return Nothing().IsMatch(text) ? null : complaint;
    }

    /// <summary>How it is said back: the largest unit that divides it.</summary>
    public static string Text(TimeSpan duration)
    {
        (string Unit, TimeSpan Length)[] units =
            [("week", TimeSpan.FromDays(7)), ("day", TimeSpan.FromDays(1)), ("hour", TimeSpan.FromHours(1)), ("minute", TimeSpan.FromMinutes(1))];
        var (unit, length) = units.FirstOrDefault(u => duration.Ticks % u.Length.Ticks == 0, (Unit: "second", Length: TimeSpan.FromSeconds(1)));
        var count = (decimal)duration.Ticks / length.Ticks;
        return string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
    }

    /// <summary>Months and years are left out: they have no fixed length.</summary>
    public static decimal? SecondsIn(string unit) => unit.ToLowerInvariant() switch
    {
        "ms" or "millisecond" or "milliseconds" => 0.001m,
        "s" or "sec" or "secs" or "second" or "seconds" => 1,
        "min" or "mins" or "minute" or "minutes" => 60,
        "h" or "hr" or "hrs" or "hour" or "hours" => 3600,
        "d" or "day" or "days" => 24 * 3600,
        "w" or "week" or "weeks" => 7 * 24 * 3600,
        _ => null,
    };

    [GeneratedRegex(@"^0+\s*(s|secs?|seconds?|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?)$")]
    private static partial Regex Nothing();

    [GeneratedRegex(@"^(?<sign>-?)(?<number>[0-9]+(\.[0-9]+)?)\s*(?<unit>([A-Za-z][A-Za-z/ ]*)?)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
