using System.Globalization;
using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Operations.Forgetting;

/// <summary>A stretch of the calendar, written <c>1y5m7d2h</c>. Years and months are as long as the calendar says where they fall.</summary>
public readonly record struct KeepSpan(int Years, int Months, int Days, int Hours)
{
    /// <summary>Nothing is to be kept by it.</summary>
    public bool IsZero => this == default;

    /// <exception cref="RepositoryException">Request: the text is no such stretch, or a negative one.</exception>
    public static KeepSpan Parse(string text)
    {
        var span = default(KeepSpan);
        var rest = text.AsSpan().Trim();
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0 || !int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 100_000_000)
            {
                throw Refused(text);
            }

            span = rest[digits] switch
            {
                'y' => span with { Years = number },
                'm' => span with { Months = number },
                'd' => span with { Days = number },
                'h' => span with { Hours = number },
                _ => throw Refused(text),
            };
            rest = rest[(digits + 1)..];
        }

        return span;
    }

    /// <summary>The moment that lies so long before another.</summary>
    /// <param name="zone">Where this machine is: when the moment's offset is the one here, days are counted through changes of summer
    /// time. restic does the same.</param>
    public DateTimeOffset Before(DateTimeOffset moment, TimeZoneInfo zone)
    {
        try
        {
            // A day that a month does not have runs over into the next: one month before March 31 is March 3 (or 2).
            var wall = new DateTime(moment.Year, moment.Month, 1).Add(moment.TimeOfDay)
                .AddMonths(-((Years * 12) + Months)).AddDays(moment.Day - 1 - Days);
            var offset = zone.GetUtcOffset(moment) == moment.Offset ? OffsetAt(wall, zone) : moment.Offset;
            return new DateTimeOffset(wall, offset).AddHours(-Hours);
        }
        catch (ArgumentOutOfRangeException)
        {
            // Before the year 1: everything is younger.
            return DateTimeOffset.MinValue;
        }
    }

    public override string ToString() => Part(Years, "y") + Part(Months, "m") + Part(Days, "d") + Part(Hours, "h");

    private static string Part(int number, string unit) =>
        number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture) + unit;

    // Around a change of summer time a wall clock shows some times twice and some never; this is the choice that Go's library makes.
    private static TimeSpan OffsetAt(DateTime wall, TimeZoneInfo zone)
    {
        var first = zone.GetUtcOffset(DateTime.SpecifyKind(wall, DateTimeKind.Utc));
        return zone.GetUtcOffset(DateTime.SpecifyKind(wall - first, DateTimeKind.Utc));
    }

    private static RepositoryException Refused(string text) =>
        new(RepositoryFault.Request, $"\"{text}\" says no time to keep snapshots for", "write it like 1y5m7d2h");
}
