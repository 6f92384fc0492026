using System.Text;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Restic.Format;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Execution.Repositories;

public class EpochRecordTests
{
    private const string System = "records";
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Snapshot Before = Point(0, Noon.AddMinutes(-1));
    private static readonly Snapshot After = Point(0, Noon.AddMinutes(1));

    [Fact]
    public void What_a_returning_primary_writes_after_the_failover_does_not_count()
    {
        var epochs = EpochRecord.In([Before, After, Epoch(1, Noon)]);
        Assert.True(epochs.StillCounts(Before, System));
        Assert.False(epochs.StillCounts(After, System));
        Assert.True(epochs.StillCounts(Point(1, Noon.AddMinutes(1)), System));
    }

    [Fact]
    public void Before_any_failover_everything_counts()
    {
        var epochs = EpochRecord.In([]);
        Assert.Equal((0, 1), (epochs.Current, epochs.Next));
        Assert.True(epochs.StillCounts(After, System));
    }

    [Fact]
    public void The_newest_move_tells_where_a_system_is_active()
    {
        var epochs = EpochRecord.In([Epoch(1, Noon, Tags.Active(System, "colo")), Epoch(2, Noon.AddDays(1), Tags.Active(System, "office"))]);
        Assert.Equal(2, epochs.Current);
        Assert.Null(epochs.MovedFrom("office", System));
        Assert.Equal("office", epochs.MovedFrom("colo", System)!.Host);
    }

    [Fact]
    public void A_failover_ends_nothing_for_systems_that_it_did_not_move()
    {
        var epochs = EpochRecord.In([Before, After, Epoch(1, Noon, Tags.Active("letters", "colo"))]);
        Assert.True(epochs.StillCounts(After, System));
        Assert.False(epochs.StillCounts(After, "letters"));
    }

    [Fact]
    public void An_epoch_dated_before_every_point_locks_nobody_out()
    {
        var epochs = EpochRecord.In([Before, After, Epoch(1, Noon.AddHours(-2), Tags.Active(System, "colo"))]);
        Assert.True(epochs.StillCounts(Before, System));
        Assert.True(epochs.StillCounts(After, System));
        Assert.Equal("colo", epochs.MovedFrom("office", System)!.Host);
    }

    [Fact]
    public void A_point_that_was_there_when_the_epoch_began_counts_whatever_its_date_says()
    {
        var early = Point(0, Noon.AddDays(-9));
        var epochs = EpochRecord.In([early, Before, After, Epoch(1, Noon.AddHours(-2), Tags.Before(EpochEntry.ShortIdOf(Before)))]);
        Assert.True(epochs.StillCounts(Before, System));
        Assert.False(epochs.StillCounts(After, System));
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1002)]
    public void A_number_that_failovers_cannot_have_reached_is_set_aside(int number)
    {
        var epochs = EpochRecord.In([Before, Epoch(1, Noon), Epoch(number, Noon, Tags.Active(System, "colo"))]);
        Assert.Equal(1, epochs.Current);
        Assert.Null(epochs.MovedFrom("office", System));
        Assert.Contains("above the highest known", Assert.Single(epochs.SetAside).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_may_leave_some_out()
    {
        Assert.Equal(1001, EpochRecord.In([Before, Epoch(1, Noon), Epoch(1001, Noon)]).Current);
    }

    [Fact]
    public void An_epoch_of_a_time_before_anything_was_stored_is_set_aside()
    {
        var epochs = EpochRecord.In([Before, After, Epoch(1, Noon.AddYears(-20), Tags.Active(System, "colo"))]);
        Assert.Equal(0, epochs.Current);
        Assert.True(epochs.StillCounts(After, System));
        Assert.Contains("dated before everything", Assert.Single(epochs.SetAside).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_operator_said_to_ignore_counts_no_more_in_any_copy()
    {
        var copies = new[] { Epoch(1, Noon, Tags.Run("a-failover-x"), "nas"), Epoch(1, Noon, Tags.Run("a-failover-x"), "vault") };
        var word = new IgnoredSnapshot(copies[0].Id.ToString()[..8], "planted", "ann", Noon);
        var epochs = EpochRecord.In([Before, After, .. copies], [], [word]);
        Assert.Equal(0, epochs.Current);
        Assert.True(epochs.StillCounts(After, System));
        Assert.All(epochs.SetAside, aside => Assert.True(aside.ByWord));
        Assert.Contains("planted", epochs.SetAside[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_repository_that_was_rolled_back_lifts_no_fence()
    {
        var seen = EpochRecord.In([Before, Epoch(1, Noon, Tags.Active(System, "colo"))]).Entries;
        var epochs = EpochRecord.In([Before, After], seen);
        Assert.Equal(1, epochs.Current);
        Assert.False(epochs.StillCounts(After, System));
        Assert.Equal("colo", epochs.MovedFrom("office", System)!.Host);
    }

    [Fact]
    public void A_failover_that_withdrew_moved_nothing()
    {
        var withdrawn = Made(Noon, Tags.Epoch, Tags.Withdrawn, Tags.Run("b-failover-y"));
        var epochs = EpochRecord.In([Before, Epoch(1, Noon, Tags.Run("b-failover-y"), Tags.Active(System, "colo")), withdrawn]);
        Assert.Equal(0, epochs.Current);
        Assert.Empty(epochs.SetAside);
    }

    [Theory]
    [InlineData("epoch:-1")]
    [InlineData("epoch:0")]
    [InlineData("epoch:99999999999")]
    [InlineData("epoch:")]
    public void A_record_without_a_number_that_can_be_is_none(string tag)
    {
        Assert.Empty(EpochRecord.In([Made(Noon, Tags.Epoch, tag, Tags.Active(System, "colo"))]).Entries);
    }

    private static Snapshot Epoch(int number, DateTimeOffset at, params string[] tags) => Made(at, [Tags.Epoch, Tags.EpochNumber(number), .. tags]);

    private static Snapshot Point(int epoch, DateTimeOffset at) => Made(at, Tags.System(System), Tags.EpochNumber(epoch));

    private static Snapshot Made(DateTimeOffset at, params string[] tags) => new()
    {
        Id = new(BlobId.Of(Encoding.UTF8.GetBytes(at.ToString("O") + string.Join(',', tags))).Value),
        Tree = BlobId.Of([]),
        Time = at,
        Tags = tags,
    };
}
