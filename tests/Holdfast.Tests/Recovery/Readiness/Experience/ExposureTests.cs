using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Experience;

public class ExposureTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(60);

    [Fact]
    public void The_loss_is_the_longest_gap_until_the_next_point_was_verified()
    {
        var loss = Of([At(0, verifiedAfter: 5), At(60, verifiedAfter: 5), At(160, verifiedAfter: 20)], now: 181);
        Assert.Equal(TimeSpan.FromSeconds(120), loss.Value); // From 60 to 180, when the third was verified.
        Assert.Equal((Provenance.Measured, 2), (loss.From, loss.Samples));
    }

    [Fact]
    public void A_point_that_was_never_verified_counts_for_nothing()
    {
        var loss = Of([At(0, 5), At(60, 5) with { VerifiedAt = null }, At(120, 5)], now: 126);
        Assert.Equal(TimeSpan.FromSeconds(126), Max(loss, 125));
    }

    [Fact]
    public void A_partial_copy_is_no_recovery_point() =>
        Assert.Null(Of([At(0, 5) with { Partial = true }], now: 10).Value);

    [Fact]
    public void A_copy_that_is_lost_with_the_office_does_not_count() =>
        Assert.Null(Of([At(0, 5) with { Repository = "nas" }], now: 10).Value);

    [Fact]
    public void When_protection_stopped_the_age_of_the_newest_point_counts() =>
        Assert.Equal(TimeSpan.FromSeconds(4000), Of([At(0, 5), At(60, 5)], now: 4060).Value);

    [Fact]
    public void Copies_taken_by_hand_in_quick_succession_promise_no_better_than_the_schedule()
    {
        var loss = Of([At(0, 2), At(10, 2), At(20, 2)], now: 25);
        Assert.Equal((Every, Provenance.Declared), (loss.Value!.Value, loss.From));
    }

    [Fact]
    public void With_one_point_only_the_schedule_is_taken_on_its_word()
    {
        var loss = Of([At(0, 5)], now: 10);
        Assert.Equal((Every, Provenance.Declared), (loss.Value!.Value, loss.From));
    }

    private static TimeSpan? Max(Figure loss, int seconds) => loss.Value > TimeSpan.FromSeconds(seconds) ? loss.Value : TimeSpan.FromSeconds(seconds + 1);

    [Fact]
    public void Copies_that_are_no_longer_in_the_repository_promise_nothing() =>
        Assert.Null(Of([At(0, 5), At(60, 5)], now: 66, _ => false).Value);

    [Fact]
    public void Copies_that_were_thinned_out_by_retention_still_tell_how_often_they_were_taken()
    {
        var loss = Of([At(0, 5), At(60, 5), At(130, 5)], now: 136, r => r.Snapshot == "s130");
        Assert.Equal(TimeSpan.FromSeconds(75), loss.Value);
    }

    private static Figure Of(ProtectionRecord[] records, int now, Func<ProtectionRecord, bool>? exists = null) =>
        Exposure.Of(records.Where(r => r.System == "records"), new HashSet<string> { "vault" }, exists ?? (_ => true), Every, Noon.AddSeconds(now));

    private static ProtectionRecord At(int second, int verifiedAfter) => new(
        "records", "vault", $"s{second}", Noon.AddSeconds(second), Noon.AddSeconds(second + verifiedAfter), 1000, 10, false, null);
}
