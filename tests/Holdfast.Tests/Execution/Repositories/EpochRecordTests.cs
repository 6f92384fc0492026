using Holdfast.Restic.Format;
using Holdfast.Restic.Snapshots;
using Holdfast.Execution.Repositories;
using Xunit;

namespace Holdfast.Tests.Execution.Repositories;

public class EpochRecordTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_a_returning_primary_writes_after_the_failover_does_not_count()
    {
        var epochs = EpochRecord.In([Epoch(1, Noon)]);
        Assert.True(epochs.StillCounts(0, Noon.AddMinutes(-1)));
        Assert.False(epochs.StillCounts(0, Noon.AddMinutes(1)));
        Assert.True(epochs.StillCounts(1, Noon.AddMinutes(1)));
    }

    [Fact]
    public void Before_any_failover_everything_counts()
    {
        var epochs = EpochRecord.In([]);
        Assert.Equal(0, epochs.Current);
        Assert.True(epochs.StillCounts(0, Noon));
    }

    [Fact]
    public void The_newest_move_tells_where_a_system_is_active()
    {
        var epochs = EpochRecord.In([Epoch(1, Noon, Tags.Active("records", "colo")), Epoch(2, Noon.AddDays(1), Tags.Active("records", "office"))]);
        Assert.Equal(2, epochs.Current);
        Assert.Null(epochs.MovedFrom("office", "records"));
        Assert.Equal("office", epochs.MovedFrom("colo", "records")!.Host);
    }

    private static Snapshot Epoch(int number, DateTimeOffset at, params string[] tags) => new()
    {
        Id = default,
        Tree = BlobId.Of([]),
        Time = at,
        Tags = [Tags.Epoch, Tags.EpochNumber(number), .. tags],
    };
}
