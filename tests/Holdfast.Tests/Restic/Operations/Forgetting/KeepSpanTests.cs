using System.Globalization;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Forgetting;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Forgetting;

public class KeepSpanTests
{
    [Theory]
    [InlineData("1y5m7d2h", "1y5m7d2h")]
    [InlineData("14d", "14d")]
    [InlineData("2h1y", "1y2h")]
    [InlineData("", "")]
    public void A_span_is_written_as_restic_writes_it(string text, string kept) => Assert.Equal(kept, KeepSpan.Parse(text).ToString());

    [Theory]
    [InlineData("1x")]
    [InlineData("7")]
    [InlineData("-1y")]
    [InlineData("y")]
    [InlineData("99999999999d")]
    [InlineData("unlimited")]
    public void What_is_no_span_is_refused(string text) =>
        Assert.Equal(RepositoryFault.Request, Assert.Throws<RepositoryException>(() => KeepSpan.Parse(text)).Fault);

    [Theory]
    [InlineData("2026-03-31T10:00:00Z", "1m", "2026-03-03T10:00:00Z")]
    [InlineData("2024-02-29T10:00:00Z", "1y", "2023-03-01T10:00:00Z")]
    [InlineData("2026-01-01T00:30:00+05:30", "1d1h", "2025-12-30T23:30:00+05:30")]
    [InlineData("0001-01-05T00:00:00Z", "1m", "0001-01-01T00:00:00Z")]
    public void The_calendar_counts_days_that_a_month_does_not_have_into_the_next(string moment, string span, string before) =>
        Assert.Equal(Time(before), KeepSpan.Parse(span).Before(Time(moment), TimeZoneInfo.Utc));

    [Theory]
    [InlineData("2026-07-01T12:00:00+02:00", "6m", "2026-01-01T12:00:00+01:00")]
    [InlineData("2026-04-05T02:30:00+02:00", "7d", "2026-03-29T03:30:00+02:00")]
    [InlineData("2026-07-01T12:00:00-07:00", "6m", "2026-01-01T12:00:00-07:00")]
    public void Days_are_counted_through_changes_of_summer_time_where_the_snapshot_was_made_here(string moment, string span, string before) =>
        Assert.Equal(
            Time(before), KeepSpan.Parse(span).Before(Time(moment), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
