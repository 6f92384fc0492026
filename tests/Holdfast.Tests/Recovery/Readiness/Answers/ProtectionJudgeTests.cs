using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Data.Files;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Recovery.Readiness.Experience;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Answers;

/// <summary>A good copy says nothing of the attempts after it, nor of another place that the system runs on by now.</summary>
public class ProtectionJudgeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ProtectedSystem Shop = BusinessOf.System("shop", [], BusinessOf.Restore) with
    {
        Protection = new(new FilesData("data", []), TimeSpan.FromMinutes(10), ["nas", "vault"]),
    };

    [Fact]
    public void A_copy_in_each_repository_within_two_intervals_lacks_nothing() => Assert.Empty(Lacks([Copy("nas", -20), Copy("vault", -20)]));

    [Fact]
    public void An_attempt_that_failed_after_a_good_one_is_told_with_its_repository()
    {
        var failed = Copy("vault", -1) with { Snapshot = null, VerifiedAt = null, Why = "the disk is full\nHINT: make room" };
        Assert.Equal([new(LackKind.ProtectionFailed, "vault: the disk is full")], Lacks([Copy("nas", -1), Copy("vault", -11), failed]));
        Assert.Empty(Lacks([Copy("nas", 0), failed, Copy("vault", 0)]));
        Assert.Equal([new(LackKind.ProtectionFailed, "vault: files were missed")], Lacks([Copy("nas", -1), Copy("vault", -1) with { Partial = true }]));
        Assert.Equal([new(LackKind.ProtectionFailed, "vault: no copy was ever made there")], Lacks([Copy("nas", -1)]));
    }

    [Fact]
    public void What_should_have_been_protected_again_is_late_and_a_slow_copy_is_waited_for()
    {
        Assert.Equal([new(LackKind.ProtectionLate)], Lacks([Copy("nas", -21), Copy("vault", -21)]));
        Assert.Empty(Lacks([Copy("nas", -39) with { VerifiedAt = Noon.AddMinutes(-29) }, Copy("vault", -39) with { VerifiedAt = Noon.AddMinutes(-29) }]));
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(33, false)] // Only that of the last night is missing, or is being taken.
    [InlineData(35, true)]
    [InlineData(200, true)]
    public void Of_times_of_the_day_two_must_have_passed(int age, bool isLate)
    {
        // At noon, the last time was ten hours ago and the one before it thirty-four.
        var times = new TimesOfDay(TimesOfDay.EveryDay, [new(2, 0)], ZoneClock.Of("UTC"));
        var nightly = Shop with { Protection = Shop.Protection! with { Every = times.Longest, At = times } };
        Assert.Equal(isLate ? [new(LackKind.ProtectionLate)] : Array.Empty<Lack>(), LacksOf(nightly, [Copy("nas", -60 * age), Copy("vault", -60 * age)]));
    }

    [Fact]
    public void What_is_dated_later_than_now_is_told_and_does_not_count()
    {
        Assert.Empty(Lacks([Copy("nas", -1), Copy("vault", 4)]));
        var lacks = Lacks([Copy("nas", -1), Copy("vault", -1), Copy("vault", 600) with { Partial = true }]);
        Assert.Equal([new(LackKind.DatedAhead, "the copy vault600 of 2026-06-01 22:00Z in vault")], lacks);
    }

    [Fact]
    public void A_system_that_was_failed_over_is_not_where_the_plan_says_until_the_plan_says_so()
    {
        var takeover = new Takeover("shop", "dr", "f1", Noon.AddMinutes(-30));
        Assert.Equal([new(LackKind.FailedOver, "f1")], Lacks([Copy("nas", -5), Copy("vault", -5)], takeover));
        Assert.Equal([new(LackKind.FailedOver, "f1")], Lacks([Copy("nas", -5), Copy("vault", -5)], takeover with { Host = null }));
        Assert.Equal([new(LackKind.FailedOver, "f2")], Lacks([Copy("nas", -5), Copy("vault", -5)], takeover with { Host = "srv" }, takeover with { Run = "f2", At = Noon.AddMinutes(-3) }));
        Assert.Empty(Lacks([Copy("nas", -5), Copy("vault", -5)], takeover, takeover with { Host = "srv", Run = "f2", At = Noon.AddMinutes(-10) })); // And back.
    }

    [Fact]
    public void Where_it_runs_now_it_is_unprotected_until_a_copy_was_made_after_the_failover()
    {
        var takeover = new Takeover("shop", "srv", "f1", Noon.AddMinutes(-3));
        Assert.Equal([new(LackKind.Unprotected, "f1")], Lacks([Copy("nas", -5), Copy("vault", -5)], takeover));
        Assert.Empty(Lacks([Copy("nas", -1), Copy("vault", -1)], takeover));
        Assert.Empty(Lacks([Copy("nas", -5), Copy("vault", -5)], takeover with { System = "another" }));
    }

    [Fact]
    public void What_is_told_of_its_copies_and_contradicts_itself_is_lacking_and_another_systems_is_not()
    {
        var basis = new Basis(BusinessOf.Systems(Shop), new([], [Copy("nas", -1), Copy("vault", -1)]), _ => true, Noon);
        Lack[] Of(string system) =>
            [.. new ProtectionJudge(basis with { Doubts = basis.Doubts.Add(system, ["a number that no machine came to"]) }, new(TrackRecord.Empty, _ => null, [])).Of(Shop, Noon)];
        Assert.Equal([new(LackKind.PointsDoubted, "a number that no machine came to")], Of("shop"));
        Assert.Empty(Of("another"));
    }

    private static Lack[] Lacks(ProtectionRecord[] copies, params Takeover[] takeovers) => LacksOf(Shop, copies, takeovers);

    private static Lack[] LacksOf(ProtectedSystem shop, ProtectionRecord[] copies, params Takeover[] takeovers)
    {
        var counted = copies.Where(c => c.Counts && !ClockSkew.IsAhead(c, Noon)).Select(c => (DateTimeOffset?)c.TakenAt).Max();
        return [.. new ProtectionJudge(new(BusinessOf.Systems(shop), new([], [.. copies]), _ => true, Noon), new(TrackRecord.Empty, _ => null, [.. takeovers])).Of(shop, counted)];
    }

    private static ProtectionRecord Copy(string repository, int minutes) =>
        new("shop", repository, $"{repository}{minutes}", Noon.AddMinutes(minutes), Noon.AddMinutes(minutes), 5, 5, false, null);
}
