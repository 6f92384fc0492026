using Holdfast.Cli.Runs;
using Holdfast.Execution.Repositories;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Recovery.Readiness;
using Xunit;

namespace Holdfast.Tests.Cli.Runs;

public sealed class PointLinesTests
{
    private static readonly DateTimeOffset Newest = new(2026, 3, 31, 2, 13, 0, TimeSpan.Zero);

    [Fact]
    public void Each_point_says_what_is_new_in_it_and_what_each_copy_is_worth()
    {
        var timeline = PointTimeline.Of(
            Letters,
            [Known(0, "nas"), Known(0, "vault"), Known(1, "nas"), Known(1, "vault", "suspect: it holds no file"), Known(2, "nas", "partial: files could not be read when it was taken", isPartial: true), Known(3, "nas")],
            [Record(0, "nas", 12, 3_000) with { Gone = 2 }, Record(0, "vault", 12, 4_000), Record(1, "nas", 10, 0), Record(3, "nas", 10, 500)]);

        Assert.Equal(
            [
                "letters: 4 points",
                "  2026-03-31 02:13:00Z     1.0 MB  12 files (+2), 4.0 kB new, 2 files gone",
                "      read back: nas 00000000, vault 00000000",
                "  2026-03-30 02:13:00Z     1.0 MB  10 files, nothing new",
                "      read back: nas 11111111",
                "      NOT COUNTED, SUSPECT: vault 11111111: suspect: it holds no file",
                "  2026-03-29 02:13:00Z     1.0 MB",
                "      NOT COUNTED, PARTIAL: nas 22222222: partial: files could not be read when",
                "      it was taken",
                "  2026-03-28 02:13:00Z     1.0 MB  10 files, 500 B new",
                "      read back: nas 33333333",
                "",
            ],
            PointLines.Of(timeline, Newest));
    }

    [Fact]
    public void Of_a_database_it_says_which_tables_came_and_went()
    {
        var timeline = PointTimeline.Of(
            Letters, [Known(0, "nas"), Known(1, "nas"), Known(2, "nas")],
            [Record(0, "nas", 1, 1) with { Tables = ["a", "c"], Held = 5_000 }, Record(1, "nas", 1, 1), Record(2, "nas", 1, 1) with { Tables = ["a", "b"] }]);
        var lines = string.Join(' ', PointLines.Of(timeline, Newest).Select(l => l.Trim()));
        Assert.Contains("1 file, 5.0 kB in use, 1 B new, 1 table new (c), 1 table gone or empty (b)", lines, StringComparison.Ordinal);
        Assert.Equal([1, 0, 0], timeline.Moments.Select(m => m.GoneTables.Count));
    }

    [Fact]
    public void No_line_is_wider_than_a_screen_of_80_columns()
    {
        var many = Enumerable.Range(0, 9).Select(i => Known(0, $"repository-{i}", i % 2 == 0 ? null : string.Join(' ', Enumerable.Repeat("reason", 40)))).ToArray();
        var lines = PointLines.Of(PointTimeline.Of(Letters, many, [Record(0, "repository-0", 123_456_789, 987_654_321_000) with { Gone = 12_345, Emptied = 54_321, Held = 5 }]), Newest).ToArray();
        Assert.All(lines, l => Assert.InRange(l.Length, 0, 80));
    }

    private static readonly ProtectedSystem Letters = BusinessOf.System("letters", [], BusinessOf.Restore);

    private static KnownPoint Known(int daysAgo, string repository, string? whyNot = null, bool isPartial = false) =>
        new(new RecoveryPoint("letters", repository, new string((char)('0' + daysAgo), 64), Newest.AddDays(-daysAgo), 1_000_000, true), Newest, whyNot, false, isPartial, false);

    private static ProtectionRecord Record(int daysAgo, string repository, long files, long added) =>
        new("letters", repository, new string((char)('0' + daysAgo), 64), Newest.AddDays(-daysAgo), Newest, 1_000_000, added, false, null) { Files = files };
}
