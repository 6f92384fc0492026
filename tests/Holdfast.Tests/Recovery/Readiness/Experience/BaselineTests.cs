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
            Record(4, "nas", 90) with { VerifiedAt = null }, Record(5, "nas", 500) with { Data = "sqlite b" }, Record(6, "nas", 7) with { System = "other" },
        ];

        var past = Baseline.Of(records.Reverse(), "records", "files a");

        Assert.Equal((110, "nas-2", 110), (past.Last!.Files, past.Last.Snapshot, past.Files));
        Assert.Equal([("nas", "nas-2"), ("vault", "vault-1")], past.Snapshots.Select(s => (s.Key, s.Value)));
        Assert.Equal((null, null, 0), (past.FilesAccepted, past.HeldAccepted, past.Changed));
    }

    [Fact]
    public void What_fell_and_was_accepted_is_usual_for_five_weeks()
    {
        ProtectionRecord[] records = [Record(1, "nas", 100), Record(2, "nas", 20) with { Changed = 0.8, Accepted = "a spool", Suspect = "fewer" }];

        var past = Baseline.Of(records, "records", "files a");
        var inAMonth = Baseline.Of(records.Concat(Days(1, 31, 20)), "records", "files a");
        var later = Baseline.Of(records.Concat(Days(1, 40, 20)), "records", "files a");

        Assert.Equal((20, 20, 20_000, 0.8), (past.Files, past.FilesAccepted, past.HeldAccepted, past.Changed));
        Assert.Equal((20, 20, 20_000), (inAMonth.Files, inAMonth.FilesAccepted, inAMonth.HeldAccepted));
        Assert.Equal((20, null, null, 0), (later.Files, later.FilesAccepted, later.HeldAccepted, later.Changed));
    }

    [Fact]
    public void Many_small_falls_are_held_against_the_most_of_five_weeks()
    {
        var past = Baseline.Of([Record(1, "nas", 100), Record(2, "nas", 80), Record(3, "nas", 76)], "records", "files a");

        Assert.Equal((100, 100_000), (past.Files, past.Held));
        Assert.Null(past.FilesAccepted);
    }

    [Fact]
    public void A_copy_that_holds_less_is_no_measure_until_it_is_accepted_however_often_it_is_taken()
    {
        var shrunk = Days(1, 90, 55).Select(r => r with { Shrunk = ["55 files of 100"], Warnings = ["55 files of 100"] });
        var past = Baseline.Of(shrunk.Prepend(Record(1, "nas", 100)), "records", "files a");
        Assert.Equal((100, null, "nas-1", 55), (past.Files, past.FilesAccepted, past.Snapshots["nas"], past.Last!.Files));

        var accepted = Baseline.Of(shrunk.Select((r, i) => i == 89 ? r with { Accepted = "moved away" } : r).Prepend(Record(1, "nas", 100)), "records", "files a");
        Assert.Equal((55, "nas-2184"), (accepted.Files, accepted.Snapshots["nas"]));
    }

    [Fact]
    public void A_copy_that_was_found_damaged_still_says_what_the_system_held()
    {
        var damaged = Record(2, "nas", 100) with { VerifiedAt = null, DamagedAt = Start.AddHours(3) };
        Assert.Equal(100, Baseline.Of([damaged], "records", "files a").Files);
        Assert.Equal(Baseline.Nothing, Baseline.Of([damaged with { Files = null }], "records", "files a"));
    }

    [Fact]
    public void Of_several_that_were_accepted_the_one_that_held_the_least_is_usual() => Assert.Equal(
        (30, 10),
        (Baseline.Of([Record(1, "nas", 90), Record(2, "nas", 10) with { Accepted = "a" }, Record(3, "nas", 80), Record(4, "nas", 30) with { Accepted = "b" }], "records", "files a") is var past ? past.Files : null, past.FilesAccepted));

    [Fact]
    public void Tables_are_those_of_the_last_copy_that_says_without_those_that_come_and_go()
    {
        var first = Record(1, "nas", 1) with { Tables = ["a", "b", "queue"] };
        var second = Record(2, "nas", 1) with { Tables = ["a", "b"], Shrunk = ["queue is empty"], Accepted = "it is worked off" };
        var past = Baseline.Of([first, second, Record(3, "nas", 1), Record(4, "nas", 1) with { Tables = ["a", "b", "queue"] }], "records", "files a");
        Assert.Equal(["a", "b"], past.Tables!.Value);
        Assert.Equal(["a", "b", "queue"], past.TablesOfLast!.Value);
        Assert.Equal(["a", "b", "queue"], Baseline.Of([first, second with { Accepted = null }], "records", "files a").Tables!.Value);
        Assert.Null(Baseline.Of([Record(1, "nas", 1)], "records", "files a").Tables);
    }

    /// <summary>A slip in a path, or an old database: what was copied before is still what the system had.</summary>
    [Fact]
    public void What_the_plan_says_of_its_data_now_does_not_make_its_past_forgotten()
    {
        var edited = Baseline.Of([Record(1, "nas", 100)], "records", "files b");
        Assert.Equal((100, "files a"), (edited.Files, edited.SaidBefore));
        var less = Record(2, "nas", 1) with { Data = "files b", Shrunk = ["1 file of 100"], Warnings = ["1 file of 100"] };
        Assert.Equal((100, "files a"), (Baseline.Of([Record(1, "nas", 100), less], "records", "files b") is var later ? later.Files : 0, later.SaidBefore));
        var accepted = Baseline.Of([Record(1, "nas", 100), less with { Accepted = "moved" }], "records", "files b");
        Assert.Equal((1, null), (accepted.Files, accepted.SaidBefore));
        Assert.Null(Baseline.Of([Record(1, "nas", 100)], "records", "files a").SaidBefore);
    }

    private static IEnumerable<ProtectionRecord> Days(int from, int to, long files) => Enumerable.Range(from, to - from + 1).Select(day => Record(24 + (day * 24), "nas", files));

    private static ProtectionRecord Record(int hour, string repository, long files) => new(
        "records", repository, $"{repository}-{hour}", Start.AddHours(hour), Start.AddHours(hour), files * 1000, 0, false, null)
    {
        Files = files, Held = files * 1000, Data = "files a",
    };
}
