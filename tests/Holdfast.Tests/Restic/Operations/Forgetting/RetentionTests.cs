using System.Globalization;
using Holdfast.Restic.Operations.Forgetting;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Forgetting;

public class RetentionTests
{
    private static readonly DateTimeOffset Now = Time("2026-06-01T00:00:00Z");

    [Fact]
    public void The_last_of_each_day_is_kept_for_as_many_days_as_there_were_backups() =>
        Assert.Equal(
            ["2026-01-09T20:00:00Z daily snapshot", "2026-01-05T20:00:00Z daily snapshot"],
            Kept(new() { Daily = 2 }, "2026-01-01T20:00:00Z", "2026-01-05T08:00:00Z", "2026-01-05T20:00:00Z", "2026-01-09T20:00:00Z"));

    [Fact]
    public void A_day_is_a_day_where_the_snapshot_was_made() =>
        Assert.Equal(
            ["2026-01-02T00:30:00+05:00 daily snapshot", "2026-01-01T23:30:00+05:00 daily snapshot"],
            Kept(new() { Daily = 5 }, "2026-01-01T23:30:00+05:00", "2026-01-02T00:30:00+05:00"));

    [Fact]
    public void A_rule_that_is_not_used_up_keeps_the_oldest_too() =>
        Assert.Equal(
            ["2026-01-05T20:00:00Z monthly snapshot", "2026-01-01T20:00:00Z oldest monthly snapshot"],
            Kept(new() { Monthly = 5 }, "2026-01-01T20:00:00Z", "2026-01-03T20:00:00Z", "2026-01-05T20:00:00Z"));

    [Fact]
    public void A_rule_that_is_used_up_does_not() =>
        Assert.Equal(
            ["2026-01-05T20:00:00Z monthly snapshot"],
            Kept(new() { Monthly = 1 }, "2026-01-01T20:00:00Z", "2026-01-03T20:00:00Z", "2026-01-05T20:00:00Z"));

    [Fact]
    public void Weeks_begin_on_mondays_and_belong_to_the_year_that_iso_says() =>
        Assert.Equal(
            ["2025-01-05T12:00:00Z weekly snapshot", "2024-12-29T12:00:00Z weekly snapshot"],
            Kept(new() { Weekly = 2 }, "2024-12-29T12:00:00Z", "2024-12-30T12:00:00Z", "2025-01-01T12:00:00Z", "2025-01-05T12:00:00Z"));

    [Fact]
    public void Within_is_counted_from_the_newest_snapshot_that_is_not_from_the_future() =>
        Assert.Equal(
            ["2027-01-01T00:00:00Z within 2d", "2026-01-10T00:00:00Z within 2d", "2026-01-08T00:00:01Z within 2d"],
            Kept(new() { Within = KeepSpan.Parse("2d") }, "2026-01-08T00:00:00Z", "2026-01-08T00:00:01Z", "2026-01-10T00:00:00Z", "2027-01-01T00:00:00Z"));

    [Fact]
    public void When_backups_stop_nothing_ages_away() =>
        Assert.Equal(2, Kept(new() { Within = KeepSpan.Parse("1m") }, "2016-01-08T00:00:00Z", "2016-01-20T00:00:00Z").Length);

    [Fact]
    public void Unlimited_keeps_one_of_every_period_and_the_oldest() =>
        Assert.Equal(
            ["2026-02-01T00:00:00Z yearly snapshot", "2025-02-01T00:00:00Z yearly snapshot", "2025-01-01T00:00:00Z oldest yearly snapshot"],
            Kept(new() { Yearly = KeepPolicy.Unlimited }, "2025-01-01T00:00:00Z", "2025-01-02T00:00:00Z", "2025-02-01T00:00:00Z", "2026-02-01T00:00:00Z"));

    [Fact]
    public void Tags_keep_what_has_all_of_a_list()
    {
        Snapshot[] snapshots = [Made("2026-01-01T00:00:00Z", "a", "b"), Made("2026-01-02T00:00:00Z", "a"), Made("2026-01-03T00:00:00Z", "c")];
        var retention = Retention.Of(snapshots, new() { Tags = [TagList.Parse("a,b"), TagList.Parse("c")] }, Now, TimeZoneInfo.Utc);
        Assert.Equal([snapshots[2], snapshots[0]], retention.Keep.Select(k => k.Snapshot));
        Assert.Equal(["has tags [a, b]"], retention.Keep[1].Reasons);
    }

    [Fact]
    public void Records_of_Holdfast_stay_and_take_nobodys_place()
    {
        Snapshot[] snapshots =
            [Made("2026-01-01T00:00:00Z"), Made("2026-01-02T00:00:00Z"), Made("2026-01-03T00:00:00Z", RecordTags.Plan), Made("2026-01-04T00:00:00Z", "x", RecordTags.Epoch)];
        var retention = Retention.Of(snapshots, new() { Last = 1 }, Now, TimeZoneInfo.Utc);
        Assert.Equal([snapshots[3], snapshots[2], snapshots[1]], retention.Keep.Select(k => k.Snapshot));
        Assert.Equal([snapshots[0]], retention.Remove);
        Assert.False(retention.RemovesAll);
        Assert.True(Retention.Of(snapshots, new() { Tags = [TagList.Parse("typo")] }, Now, TimeZoneInfo.Utc).RemovesAll);
    }

    private static string[] Kept(KeepPolicy policy, params string[] times) =>
    [
        .. Retention.Of(times.Select(t => Made(t)), policy, Now, TimeZoneInfo.Utc).Keep
            .Select(k => $"{Holdfast.Restic.Platform.FileTime.Of(k.Snapshot.Time).ToString(k.Snapshot.Time.Offset)} {string.Join(" + ", k.Reasons)}"),
    ];

    private static Snapshot Made(string time, params string[] tags) => new() { Id = default, Time = Time(time), Tree = default, Tags = tags };

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
