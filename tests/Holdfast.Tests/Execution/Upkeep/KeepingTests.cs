using Holdfast.Execution.Upkeep;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Restic.Format;
using Holdfast.Restic.Snapshots;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Execution.Upkeep;

/// <summary>Which copies of a system stay.</summary>
public sealed class KeepingTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.HarborDental);
    private static readonly RepositoryPlace Vault = Plan.Repositories[0];
    private static readonly Retention LastTwo = new(2, null, null, null, null, null, null);
    private int _made;

    [Fact]
    public void The_newest_so_many_stay()
    {
        StoredPoint[] points = [Good(3), Good(2), Good(1), Good(0)];
        var kept = Of(points, LastTwo);
        Assert.Equal([points[2], points[3]], Staying(kept, points));
        Assert.Equal(2, kept.Remove.Length);
    }

    [Fact]
    public void A_suspect_copy_takes_no_place_of_a_good_one_and_keeps_the_last_good_one_before_it()
    {
        StoredPoint[] points = [Good(9), Good(8), Bad(7), Bad(6), Good(5), Good(4), Good(3)];
        var kept = Of(points, LastTwo);

        // The two newest good ones, the two newest in doubt, and the good one before those.
        Assert.Equal([points[1], points[2], points[3], points[5], points[6]], Staying(kept, points));
        Assert.Contains("last good one before", kept.Keep.Single(k => k.Snapshot == points[1].Snapshot.Id.ToString()).Because, StringComparison.Ordinal);
    }

    [Fact]
    public void However_many_copies_in_doubt_come_after_it_the_newest_good_one_stays()
    {
        StoredPoint[] points = [Good(400), .. Enumerable.Range(0, 300).Select(Bad).Reverse()];
        var kept = Of(points, new(null, null, 3, null, null, null, new CalendarSpan(0, 2)));
        Assert.Contains(points[0], Staying(kept, points));
        Assert.InRange(kept.Keep.Length, 4, 6);
    }

    [Fact]
    public void Nothing_goes_where_nothing_counts()
    {
        StoredPoint[] points = [Bad(2), Bad(1), Bad(0)];
        var kept = Of(points, LastTwo);
        Assert.Empty(kept.Remove);
        Assert.NotNull(kept.WhyAll);
    }

    [Fact]
    public void What_no_record_speaks_of_stays_and_takes_nobodys_place()
    {
        var stranger = Good(2) with { IsKnown = false, Counts = false };
        StoredPoint[] points = [Good(4), Good(3), stranger, Good(1), Good(0)];
        Assert.Equal([stranger, points[3], points[4]], Staying(Of(points, LastTwo), points));
    }

    [Fact]
    public void Copies_that_are_dated_back_or_ahead_take_nobodys_place()
    {
        // A captured machine may number its copies and may date them as it likes; the last of each day stays.
        StoredPoint[] good = [.. Enumerable.Range(0, 10).Select(i => Good(9 - i) with { Sequence = i + 1 })];
        StoredPoint[] back = [.. Enumerable.Range(0, 9).Select(i => Good(9 - i, 30) with { Sequence = 11 + i })];
        StoredPoint[] ahead = [.. Enumerable.Range(0, 9).Select(i => Good(-1 - i) with { Sequence = 30 + i })];
        var kept = Of([.. good, .. back, .. ahead], new(null, null, 10, null, null, null, null));
        Assert.Equal(good, Staying(kept, good));
        Assert.Empty(kept.Remove);
    }

    [Theory]
    [InlineData(6, 6)]
    [InlineData(8, 2)]
    public void Copies_that_another_machine_took_stay_and_take_nobodys_place_until_this_one_has_known_them_for_a_week(int days, int staying)
    {
        // Own copies are counted at once, and are not pushed out by what another machine tells.
        StoredPoint[] own = [Good(13), Good(12), Good(11), Good(10)];
        StoredPoint[] theirs = [.. Enumerable.Range(0, 4).Select(i => Good(9 - i) with { Seen = new(Now.AddDays(-days), false) })];
        var kept = Of([.. own, .. theirs], LastTwo);
        Assert.Equal(staying, kept.Keep.Length);
        Assert.Equal(staying == 6 ? 4 : 0, kept.Waiting);
        Assert.Equal(staying == 6 ? own[2..] : [], Staying(kept, own));

        var blank = Of(theirs, LastTwo);
        Assert.Equal((staying == 6 ? 4 : 2, staying == 6), (blank.Keep.Length, blank.WhyAll is not null));
        Assert.False(blank.IsUnkept);
    }

    [Fact]
    public void A_copy_that_was_seen_only_after_newer_ones_takes_nobodys_place_whatever_its_number()
    {
        StoredPoint[] good = [.. Enumerable.Range(0, 10).Select(i => Good(30 - i) with { Sequence = (2 * i) + 1, Seen = new(Now.AddDays(-20), false) })];
        StoredPoint[] back = [.. Enumerable.Range(0, 9).Select(i => Good(30 - i, 30) with { Sequence = (2 * i) + 2, Seen = new(Now.AddDays(-15), true) })];
        var kept = Of([.. good, .. back], new(null, null, 10, null, null, null, null));
        Assert.Equal(good, Staying(kept, good));
        Assert.Empty(kept.Remove);
    }

    [Fact]
    public void Beside_what_the_rules_keep_the_newest_one_that_was_read_back_whole_since_it_was_made_stays()
    {
        StoredPoint[] points = [Good(16), Good(12), Good(8), Good(2), Good(1), Good(0)];
        Assert.Equal([points[1], points[4], points[5]], Staying(Of(points, LastTwo, readSince: Now.AddDays(-10)), points));
    }

    [Fact]
    public void What_an_operator_set_aside_takes_nobodys_place()
    {
        StoredPoint[] points = [Good(3), Good(2), Good(1), Good(0) with { IsSetAside = true }];
        Assert.Equal(points[1..], Staying(Of(points, LastTwo), points));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(8, false)]
    public void After_a_long_pause_nothing_goes_for_a_week_in_case_it_was_the_clock(int daysAgo, bool all)
    {
        StoredPoint[] points = [.. Enumerable.Range(0, 20).Select(i => Good(230 - i)), .. Enumerable.Range(0, daysAgo + 1).Select(i => Good(daysAgo - i))];
        Assert.Equal(all, Of(points, new(1, null, null, null, null, null, new CalendarSpan(0, 30))).Remove.IsEmpty);
    }

    [Fact]
    public void A_copy_dated_in_the_future_is_not_what_the_others_are_measured_against()
    {
        StoredPoint[] points = [Good(3), Good(2), Good(1), Good(-40000)];
        var kept = Of(points, new(null, null, null, null, null, null, new CalendarSpan(0, 7)));
        Assert.Empty(kept.Remove);
    }

    [Fact]
    public void What_a_run_works_with_stays()
    {
        StoredPoint[] points = [Good(3), Good(2), Good(1), Good(0)];
        var kept = Of(points, LastTwo, needed: points[0]);
        Assert.Equal([points[0], points[2], points[3]], Staying(kept, points));
    }

    [Theory]
    [InlineData(0, true)] // The day itself is still held.
    [InlineData(-1, false)]
    [InlineData(30, true)]
    public void What_is_held_stays_until_the_day_is_over(int days, bool held)
    {
        StoredPoint[] points = [Good(3), Good(2), Good(1), Good(0)];
        var kept = Of(points, LastTwo, holdUntil: DateOnly.FromDateTime(Now.UtcDateTime).AddDays(days));
        Assert.Equal(held, kept.Remove.IsEmpty);
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(8, false)]
    public void After_a_failover_nothing_goes_for_a_week(int days, bool all)
    {
        StoredPoint[] points = [Good(3), Good(2), Good(1), Good(0)];
        Assert.Equal(all, Of(points, LastTwo, moved: Now.AddDays(-days)).Remove.IsEmpty);
    }

    [Fact]
    public void What_the_storage_locks_is_not_tried_to_be_removed()
    {
        StoredPoint[] points = [Good(40), Good(34), Good(28), Good(22), Good(16), Good(10), Good(4), Good(0)];
        var kept = Of(points, LastTwo, place: Vault with { Immutable = new CalendarSpan(0, 30) });
        Assert.Equal(points[2..], Staying(kept, points));
    }

    [Fact]
    public void Without_a_word_of_the_plan_all_stay()
    {
        StoredPoint[] points = [Good(3), Good(2), Good(1), Good(0)];
        Assert.Empty(Of(points, keep: null).Remove);
        Assert.Empty(Of(points, new(null, null, null, null, null, null, null)).Remove);
        Assert.Empty(Of(points, new(0, 0, 0, 0, 0, 0, null)).Remove);
    }

    private StoredPoint Good(int daysAgo, int minutes = 0) => new(Made(daysAgo, minutes), IsKnown: true, Counts: true, Sequence: 0);

    private StoredPoint Bad(int daysAgo) => new(Made(daysAgo), IsKnown: true, Counts: false, Sequence: 0);

    private Snapshot Made(int daysAgo, int minutes = 0) => new()
    {
        Id = SnapshotId.Parse($"{++_made:x64}"),
        Time = Now.AddDays(-daysAgo).AddHours(-1).AddMinutes(minutes),
        Tree = default,
        Tags = ["system:records"],
    };

    private static KeptPoints Of(
        StoredPoint[] points, Retention? keep, StoredPoint? needed = null, DateOnly? holdUntil = null, DateTimeOffset? moved = null, RepositoryPlace? place = null,
        DateTimeOffset? readSince = null)
    {
        var system = Plan.SystemNamed("records");
        system = system with { Protection = system.Protection! with { Keep = keep, HoldUntil = holdUntil } };
        var needs = needed is null ? [] : new Dictionary<string, string> { [needed.Snapshot.Id.ToString()] = "a run works with it" };
        var kept = new Keeping(Now, TimeZoneInfo.Utc, needs).Of(system, place ?? Vault, points, moved, readSince);
        Assert.Equal(points.Length, kept.Keep.Length + kept.Remove.Length);
        return kept;
    }

    private static IEnumerable<StoredPoint> Staying(KeptPoints kept, StoredPoint[] points) =>
        points.Where(p => kept.Keep.Any(k => k.Snapshot == p.Snapshot.Id.ToString()));
}
