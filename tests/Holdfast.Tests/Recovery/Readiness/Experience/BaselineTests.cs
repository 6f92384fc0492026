using Holdfast.Recovery.Readiness.Experience;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Experience;

public sealed class BaselineTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_system_without_copies_has_no_past() => Assert.Equal(Baseline.Nothing, Baseline.Of([], "records", "files a"));

    [Fact]
    public void The_newest_copy_that_counts_is_what_the_next_is_held_against_in_each_repository()
    {
        ProtectionRecord[] records =
        [
            Record(1, "vault", 100), Record(1, "nas", 100), Record(2, "nas", 110), Record(3, "nas", 0) with { Suspect = "it is empty" },
            Record(4, "nas", 90) with { VerifiedAt = null }, Record(5, "nas", 500) with { Data = "files b" }, Record(6, "nas", 7) with { System = "other" },
        ];

        var past = Baseline.Of(records.Reverse(), "records", "files a");

        Assert.Equal((110, "nas-2"), (past.Last!.Files, past.Last.Snapshot));
        Assert.Equal([("nas", "nas-2"), ("vault", "vault-1")], past.Snapshots.Select(s => (s.Key, s.Value)));
        Assert.Equal((1, 1, 0), (past.FilesFellTo, past.HeldFellTo, past.Changed));
    }

    [Fact]
    public void What_fell_and_counted_is_remembered_for_thirty_copies()
    {
        ProtectionRecord[] records = [Record(1, "nas", 100), Record(2, "nas", 20) with { Changed = 0.8, Accepted = "a spool", Suspect = "fewer" }];

        var past = Baseline.Of(records, "records", "files a");
        var later = Baseline.Of(records.Concat(Enumerable.Range(3, 30).Select(i => Record(i, "nas", 20))), "records", "files a");

        Assert.Equal((0.2, 0.2, 0.8), (past.FilesFellTo, past.HeldFellTo, past.Changed));
        Assert.Equal((1, 1, 0), (later.FilesFellTo, later.HeldFellTo, later.Changed));
    }

    private static ProtectionRecord Record(int hour, string repository, long files) => new(
        "records", repository, $"{repository}-{hour}", Start.AddHours(hour), Start.AddHours(hour), files * 1000, 0, false, null)
    {
        Files = files, Held = files * 1000, Data = "files a",
    };
}
