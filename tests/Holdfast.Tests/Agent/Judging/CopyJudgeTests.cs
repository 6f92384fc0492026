using Holdfast.Agent.Data.Judging;
using Holdfast.Protocol;
using Holdfast.Restic.Operations.Queries;
using Xunit;

namespace Holdfast.Tests.Agent.Judging;

public sealed class CopyJudgeTests
{
    private static readonly Expected Past = new() { Files = 100, Bytes = 1_000_000, Mounts = ["/srv"] };

    private static readonly CopyFigures Same = new(100, 1_000_000, ["/srv"]);

    [Fact]
    public void A_copy_like_the_last_good_one_is_neither_suspect_nor_told()
    {
        Assert.Null(SuspectOf(Past, Same));
        Assert.Empty(WarningsOf(Past, Same));
    }

    [Fact]
    public void A_first_copy_has_nothing_to_be_held_against()
    {
        Assert.Null(SuspectOf(new(), Same));
        Assert.Empty(WarningsOf(new(), Same));
    }

    [Fact]
    public void A_first_copy_without_a_file_is_told_unless_the_plan_says_that_it_may_be_empty()
    {
        Assert.Contains("no file", Assert.Single(WarningsOf(new(), new(0, 0, []))), StringComparison.Ordinal);
        Assert.Empty(WarningsOf(new() { AtLeastFiles = 0 }, new(0, 0, [])));
        Assert.Contains("empty", Assert.Single(WarningsOf(new(), new(3, 0, []))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "no file")]
    [InlineData(49, 1_000_000, "49 files")]
    [InlineData(100, 499_999, "500 kB")]
    [InlineData(100, 0, "empty")]
    public void Less_than_half_of_the_last_good_copy_is_suspect(long files, long held, string says) =>
        Assert.Contains(says, SuspectOf(Past, Same with { Files = files, Held = held }), StringComparison.Ordinal);

    [Theory]
    [InlineData(50, 500_000, 2)]
    [InlineData(74, 1_000_000, 1)]
    [InlineData(75, 750_000, 0)]
    public void Less_than_three_quarters_is_told(long files, long held, int warnings)
    {
        var copy = Same with { Files = files, Held = held };
        Assert.Null(SuspectOf(Past, copy));
        Assert.Equal(warnings, WarningsOf(Past, copy).Length);
    }

    /// <summary>Whoever changed the plan may have meant it, so it is told until somebody says so, and no good copy is given up for it.</summary>
    [Fact]
    public void Less_than_half_of_other_data_is_told_and_not_suspect()
    {
        var other = Past with { SaidBefore = "files letters", Snapshots = new Dictionary<string, string>() };
        Assert.Null(SuspectOf(other, Same with { Files = 3, Held = 2000 }));
        Assert.All(WarningsOf(other, Same with { Files = 3, Held = 2000 }), w => Assert.Contains("when the plan said that its data is files letters", w, StringComparison.Ordinal));
        Assert.Equal(2, WarningsOf(other, Same with { Files = 3, Held = 2000 }).Length);
        Assert.NotNull(SuspectOf(other with { AtLeastFiles = 10 }, Same with { Files = 3, Held = 2000 }));
        Assert.Empty(WarningsOf(other, Same));
    }

    [Fact]
    public void What_fell_about_as_low_before_and_was_accepted_is_usual()
    {
        var spool = Past with { FilesAccepted = 10, BytesAccepted = 100_000 };
        Assert.Null(SuspectOf(spool, Same with { Files = 20, Held = 200_000 }));
        Assert.Empty(WarningsOf(spool, Same with { Files = 60, Held = 600_000 }));
        Assert.NotNull(SuspectOf(spool, Same with { Files = 5, Held = 50_000 }));
        Assert.NotNull(SuspectOf(spool, new(0, 0, ["/srv"])));
    }

    [Fact]
    public void What_fell_far_below_what_was_accepted_is_another_loss()
    {
        var moved = new Expected { Files = 11, Bytes = 110_000, FilesAccepted = 11, BytesAccepted = 110_000 };
        Assert.NotNull(SuspectOf(moved, new(5, 50_000, [])));
        Assert.NotNull(SuspectOf(Past with { FilesAccepted = 10 }, Same with { Files = 7 }));
        Assert.Null(SuspectOf(Past with { FilesAccepted = 10 }, Same with { Files = 8 }));
    }

    [Theory]
    [InlineData(9, 1, 45_000, 5_000, 2)]
    [InlineData(3, 2, 9_000, 6_000, 0)]
    [InlineData(1, 1, 700, 6, 1)]
    [InlineData(9, 5, 45_000, 25_000, 0)]
    public void A_small_system_that_lost_more_than_half_is_told_and_not_suspect(long files, long now, long bytes, long held, int warnings)
    {
        var past = new Expected { Files = files, Bytes = bytes };
        var copy = new CopyFigures(now, held, []);
        Assert.Null(SuspectOf(past, copy));
        Assert.Equal(warnings, new CopyJudge(past, copy).Shrunk.Count());
        Assert.Empty(new CopyJudge(past with { FilesAccepted = now, BytesAccepted = held }, copy).Shrunk);
    }

    [Theory]
    [InlineData("import http", "hello there", true)]
    [InlineData("-- MySQL dump of Monday", "-- MySQL dump of Tuesday", false)]
    public void Where_nothing_is_left_that_is_told_unless_its_like_took_its_place(string went, string came, bool isTold)
    {
        var turnover = new ContentTurnover(0, 0, 0, 1, 1) { LostHeads = [System.Text.Encoding.UTF8.GetBytes(went)], AddedHeads = [System.Text.Encoding.UTF8.GetBytes(came)] };
        var copy = Same with { Turnover = turnover, Before = 1 };
        Assert.Equal(isTold, new CopyJudge(Past, copy).Shrunk.Any(w => w == "of the file that it held nothing is left"));
        Assert.Empty(new CopyJudge(Past with { Changed = 1 }, copy).Shrunk);
    }

    [Theory]
    [InlineData(14, 0, "14 of 30 files hold one and the same now, and did not, first a")]
    [InlineData(0, 7, "7 of 30 files were cut short, first b")]
    [InlineData(2, 2, null)]
    public void Files_that_hold_one_and_the_same_or_were_cut_are_told(long alike, long cut, string? told)
    {
        var turnover = new ContentTurnover(0, alike + cut, 0, 0, 0) { Alike = alike, Cut = cut, FirstAlike = "a", FirstCut = "b", RewrittenHeads = [(Text, Text)] };
        var copy = Same with { Turnover = turnover, Before = 30 };
        Assert.Null(SuspectOf(Past, copy));
        Assert.Equal(told, new CopyJudge(Past, copy).Shrunk.SingleOrDefault());
        Assert.Contains("15 of 30 files were emptied, cut short", SuspectOf(Past with { Changed = 0.9 }, copy with { Turnover = turnover with { Cut = 15 - alike } }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_is_not_mounted_is_suspect_whatever_is_under_it()
    {
        Assert.Contains("/srv", SuspectOf(Past, Same with { Mounts = ["/"] }), StringComparison.Ordinal);
        Assert.Null(SuspectOf(Past with { Mounts = [] }, Same with { Mounts = ["/"] }));
        Assert.Null(SuspectOf(Past, Same with { Mounts = ["/srv", "/srv/new"] }));
    }

    [Fact]
    public void The_plan_says_what_a_copy_holds_at_least()
    {
        Assert.Contains("at least 101", SuspectOf(Past with { AtLeastFiles = 101 }, Same), StringComparison.Ordinal);
        Assert.Contains("at least 2 GB", SuspectOf(new() { AtLeastBytes = 2_000_000_000 }, Same), StringComparison.Ordinal);
        Assert.Null(SuspectOf(new() { AtLeastBytes = 1_000_000, AtLeastFiles = 100 }, Same));
    }

    [Fact]
    public void Three_bytes_are_not_a_system_of_300_GB_unless_such_copies_counted()
    {
        var size = 300_000_000_000;
        Assert.Contains("300 GB", SuspectOf(new() { Size = size }, new(1, 3, [])), StringComparison.Ordinal);
        Assert.Null(SuspectOf(new() { Size = size }, new(1, size / 10, [])));
        Assert.Null(SuspectOf(Past with { Size = size }, Same));
        Assert.Contains("size:", Assert.Single(WarningsOf(Past with { Size = size }, Same)), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_replaced_by_what_looks_encrypted_are_suspect_even_a_tenth_of_them()
    {
        Assert.Contains("60 of 100", SuspectOf(Past, With(new(0, 0, 0, 60, 60), 100, lost: Text, added: Noise)), StringComparison.Ordinal);
        Assert.NotNull(SuspectOf(Past, With(new(0, 60, 0, 0, 60), 100, lost: Text, added: Noise)));
        Assert.NotNull(SuspectOf(Past, With(new(0, 0, 0, 100, 100), 1000, lost: Text, added: Noise)));
        Assert.NotNull(SuspectOf(new(), With(new(0, 0, 0, 1, 1), 1, lost: Text, added: Noise)));
    }

    [Fact]
    public void Files_that_were_as_even_before_are_not_called_encrypted() =>
        Assert.Null(SuspectOf(Past, With(new(0, 9, 0, 0, 9), 19, lost: Noise, added: Noise)));

    [Fact]
    public void Files_moved_into_one_container_are_not_called_encrypted() =>
        Assert.Null(SuspectOf(Past, With(new(0, 0, 0, 30, 1), 100, lost: Text, added: Noise)));

    [Theory]
    [InlineData(50, 0, 0)]
    [InlineData(0, 50, 0)]
    [InlineData(0, 0, 50)]
    public void Most_files_renamed_rewritten_or_removed_are_suspect_unless_that_is_usual(long moved, long rewritten, long gone)
    {
        var copy = With(new(moved, rewritten, 0, gone, 50), 100, lost: Text, added: Text);
        Assert.Contains("50 of 100", SuspectOf(Past, copy), StringComparison.Ordinal);
        Assert.Null(SuspectOf(Past with { Changed = 0.6 }, copy));
        Assert.Null(SuspectOf(Past, copy with { Before = 101 }));
    }

    [Fact]
    public void Files_that_were_edited_or_appended_to_were_not_rewritten()
    {
        var turnover = new ContentTurnover(0, 90, 0, 0, 90) { RewrittenHeads = [("From ada@example.org "u8.ToArray(), "From ada@example.org now"u8.ToArray())] };

        Assert.Null(SuspectOf(Past, Same with { Turnover = turnover, Before = 100 }));
    }

    [Fact]
    public void Files_that_are_empty_now_are_told_and_half_of_them_are_suspect()
    {
        Assert.NotNull(SuspectOf(Past, With(new(0, 0, 5, 0, 0), 10, lost: Text, added: [])));
        var few = With(new(0, 0, 3, 0, 0), 30, lost: Text, added: []);
        Assert.Null(SuspectOf(Past, few));
        Assert.Contains("3 of 30", Assert.Single(WarningsOf(Past, few)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1_000, false)]
    [InlineData(2, 9_999, false)]
    [InlineData(1, 10_000, true)]
    [InlineData(3, 3, true)]
    public void Few_files_of_many_that_are_empty_now_are_told_when_they_are_three_or_held_a_tenth(long emptied, long bytes, bool isTold)
    {
        var copy = With(new(0, 0, emptied, 0, 0) { EmptiedBytes = bytes, FirstEmptied = "books/2026.ods" }, 10_000, lost: Text, added: []) with { BytesBefore = 100_000 };
        Assert.Null(SuspectOf(Past, copy));
        Assert.Equal(isTold, WarningsOf(Past, copy).Any(w => w.EndsWith("first books/2026.ods", StringComparison.Ordinal)));
        Assert.Equal(WarningsOf(Past, copy), new CopyJudge(Past, copy).Shrunk);
    }

    [Fact]
    public void A_single_file_with_a_link_in_its_place_is_told()
    {
        var copy = With(new(0, 0, 0, 1, 0) { Linked = 1, FirstLinked = "a/letter" }, 10_000, lost: Text, added: []);
        Assert.Null(SuspectOf(Past, copy));
        Assert.Equal("1 of 10000 files is a link now, or behind one, and what a link leads to is not copied, first a/letter", Assert.Single(new CopyJudge(Past, copy).Shrunk));
        Assert.Empty(WarningsOf(Past, With(new(0, 0, 0, 1, 0), 10_000, lost: Text, added: [])));
    }

    [Fact]
    public void A_table_that_is_gone_or_empty_is_told_and_half_of_them_or_all_are_suspect()
    {
        var past = Past with { Tables = ["customers", "orders", "parts", "staff"] };
        Assert.Empty(WarningsOf(past, Same with { Tables = ["customers", "new", "orders", "parts", "staff"] }));

        var one = Same with { Tables = ["customers", "orders", "staff"] };
        Assert.Null(SuspectOf(past, one));
        Assert.Equal("1 of 4 tables that held rows are gone or empty: parts", Assert.Single(new CopyJudge(past, one).Shrunk));
        Assert.Contains("2 of 4 tables", SuspectOf(past, Same with { Tables = ["customers", "orders"] }), StringComparison.Ordinal);
        Assert.Contains("1 of 1 tables", SuspectOf(Past with { Tables = ["t"] }, Same with { Tables = [] }), StringComparison.Ordinal);
        Assert.Null(SuspectOf(Past with { Tables = ["t", "u"] }, Same with { Tables = ["t"] }));
    }

    [Fact]
    public void Tables_that_could_not_be_asked_for_this_time_are_told()
    {
        Assert.Contains("could not be asked", Assert.Single(WarningsOf(Past with { Tables = ["t"] }, Same)), StringComparison.Ordinal);
        Assert.Empty(new CopyJudge(Past with { Tables = ["t"] }, Same).Shrunk);
        Assert.Empty(WarningsOf(Past with { Tables = [] }, Same));
    }

    private static byte[] Text => [.. Enumerable.Repeat((byte)'a', 100)];

    private static byte[] Noise => [.. Enumerable.Range(0, 200).Select(i => (byte)(i * 37 + 129))];

    private static CopyFigures With(ContentTurnover turnover, long before, byte[] lost, byte[] added) => Same with
    {
        Turnover = turnover with { LostHeads = [lost], AddedHeads = added.Length == 0 ? [] : [added] },
        Before = before,
    };

    private static string? SuspectOf(Expected expected, CopyFigures copy) => new CopyJudge(expected, copy).Suspect;

    private static string[] WarningsOf(Expected expected, CopyFigures copy) => [.. new CopyJudge(expected, copy).Warnings];
}
