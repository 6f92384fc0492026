using System.Globalization;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Forgetting;

/// <summary>One rule of a policy at work on one group: asked about each snapshot, newest first.</summary>
internal abstract class KeepRule
{
    /// <param name="place">0 for the newest.</param>
    /// <returns>Null when the rule says nothing about it.</returns>
    internal abstract string? ReasonToKeep(Snapshot snapshot, int place, bool isOldest);

    /// <param name="newest">What "within" is counted from; null: no snapshot is from the past, so all are within.</param>
    internal static List<KeepRule> Of(KeepPolicy policy, DateTimeOffset? newest, TimeZoneInfo zone)
    {
        DateTimeOffset After(KeepSpan span) => newest is { } moment ? span.Before(moment, zone) : DateTimeOffset.MinValue;
        KeepRule Period(KeepSpan span, string kind, Func<DateTimeOffset, int, long> period) =>
            new PeriodRule(span.IsZero ? 0 : KeepPolicy.Unlimited, After(span), $"{kind} within", $" {span}", period);
        KeepRule Count(int count, string kind, Func<DateTimeOffset, int, long> period) =>
            new PeriodRule(count, null, $"{kind} snapshot", "", period);

        // The order of the reasons is restic's.
        return
        [
            .. policy.Tags.Select(t => new TagRule(t)),
            new WithinRule(policy.Within, After(policy.Within)),
            Count(policy.Last, "last", static (_, place) => place),
            Count(policy.Hourly, "hourly", Hour),
            Count(policy.Daily, "daily", Day),
            Count(policy.Weekly, "weekly", Week),
            Count(policy.Monthly, "monthly", Month),
            Count(policy.Yearly, "yearly", Year),
            Period(policy.WithinHourly, "hourly", Hour),
            Period(policy.WithinDaily, "daily", Day),
            Period(policy.WithinWeekly, "weekly", Week),
            Period(policy.WithinMonthly, "monthly", Month),
            Period(policy.WithinYearly, "yearly", Year),
        ];
    }

    private static long Hour(DateTimeOffset time, int place) => (Day(time, place) * 100) + time.Hour;

    private static long Day(DateTimeOffset time, int place) => (Month(time, place) * 100) + time.Day;

    private static long Week(DateTimeOffset time, int place) => (ISOWeek.GetYear(time.DateTime) * 100L) + ISOWeek.GetWeekOfYear(time.DateTime);

    private static long Month(DateTimeOffset time, int place) => (Year(time, place) * 100) + time.Month;

    private static long Year(DateTimeOffset time, int place) => time.Year;

    private sealed class TagRule(TagList tags) : KeepRule
    {
        internal override string? ReasonToKeep(Snapshot snapshot, int place, bool isOldest) =>
            tags.Matches(snapshot) ? $"has tags [{string.Join(", ", tags.Tags)}]" : null;
    }

    private sealed class WithinRule(KeepSpan span, DateTimeOffset after) : KeepRule
    {
        internal override string? ReasonToKeep(Snapshot snapshot, int place, bool isOldest) =>
            !span.IsZero && snapshot.Time > after ? $"within {span}" : null;
    }

    /// <summary>The last of each period, for so many periods or so long back.</summary>
    private sealed class PeriodRule(int count, DateTimeOffset? after, string kind, string span, Func<DateTimeOffset, int, long> period) : KeepRule
    {
        private int _left = count;
        private long _previous = -1;

        internal override string? ReasonToKeep(Snapshot snapshot, int place, bool isOldest)
        {
            if (_left == 0 || snapshot.Time <= after)
            {
                return null;
            }

            var current = period(snapshot.Time, place);
            var isNew = current != _previous;
            if (!isNew && !isOldest)
            {
                return null;
            }

            // While the rule has something left it keeps the oldest too, so that a young history reaches back as far as it can.
            _previous = current;
            _left -= _left > 0 ? 1 : 0;
            return $"{(isNew ? "" : "oldest ")}{kind}{span}";
        }
    }
}
