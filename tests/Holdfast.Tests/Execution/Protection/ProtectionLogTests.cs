using Holdfast.Execution.Journals;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Protection;

public sealed class ProtectionLogTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public void A_record_after_half_a_line_is_not_lost_with_it()
    {
        var state = new FileRunStore(_scratch["state"]);
        ProtectionLog.Append(state, [Record("a")]);
        File.AppendAllText(state.PlaceOf(StoreNames.Protection), "{\"system\":\"rec");
        ProtectionLog.Append(state, [Record("b"), Record("c")]);
        Assert.Equal(["a", "b", "c"], ProtectionLog.Read(state).Select(r => r.Snapshot));
    }

    [Fact]
    public void An_accepted_copy_counts_in_every_repository_that_got_it_and_no_other_does()
    {
        var state = new FileRunStore(_scratch["state"]);
        var suspect = Record("abcdef") with { Suspect = "it is empty" };
        ProtectionLog.Append(state, [suspect, suspect with { Repository = "shelf", Snapshot = "123456" }, suspect with { Snapshot = "fedcba", TakenAt = suspect.TakenAt.AddHours(1) }]);

        Assert.Empty(ProtectionLog.Accept(state, "zzz", "no reason"));
        Assert.Equal(["abcdef", "123456"], ProtectionLog.Accept(state, "abcd", "a clean start").Select(r => r.Snapshot));

        Assert.Equal([("abcdef", true), ("123456", true), ("fedcba", false)], ProtectionLog.Read(state).Select(r => (r.Snapshot!, r.Counts)));
        Assert.Empty(ProtectionLog.Accept(state, "abcd", "twice"));
    }

    [Fact]
    public void A_copy_that_holds_less_can_be_accepted_too_and_is_then_one_record()
    {
        var state = new FileRunStore(_scratch["state"]);
        ProtectionLog.Append(state, [Record("abcdef") with { Warnings = ["half is gone"], Shrunk = ["half is gone"] }, Record("fedcba") with { Warnings = ["in use"] }]);

        Assert.Empty(ProtectionLog.Accept(state, "fedc", "nothing to accept"));
        Assert.Single(ProtectionLog.Accept(state, "abcd", "moved away"));

        Assert.Equal([("abcdef", "moved away"), ("fedcba", null)], ProtectionLog.Read(state).Select(r => (r.Snapshot!, r.Accepted)));
        Assert.Empty(ProtectionLog.Read(state)[0].OpenWarnings);
    }

    [Fact]
    public void What_was_found_damaged_counts_again_when_everything_was_read_and_good_later()
    {
        var state = new FileRunStore(_scratch["state"]);
        var (found, read) = (DateTimeOffset.UnixEpoch.AddHours(1), DateTimeOffset.UnixEpoch.AddHours(2));
        ProtectionRecord Damage(string pack) =>
            Record("abcdef") with { VerifiedAt = null, Why = "damaged", DamagedAt = found, DamagedPacks = [pack] };
        ProtectionLog.Append(state, [Record("abcdef"), Damage("p1"), Damage("p2") with { DamagedAt = found.AddMinutes(1) }]);
        Assert.Equal((false, "p1 p2"), (ProtectionLog.Read(state).Single().Counts, string.Join(' ', CopyDamage.Packs(ProtectionLog.Read(state))["vault"].Order())));

        ProtectionLog.Append(state, [new("records", "nas", null, read, null, 0, 0, false, null) { ReadAt = read }]);
        Assert.False(ProtectionLog.Read(state).Single().Counts); // Another repository was read.

        ProtectionLog.Append(state, [new("records", "vault", null, read, null, 0, 0, false, null) { ReadAt = read }]);
        Assert.True(ProtectionLog.Read(state).Single().Counts);
        Assert.Empty(CopyDamage.Packs(ProtectionLog.Read(state)));
        Assert.Equal([("nas", read), ("vault", read)], ProtectionLog.Readings(state).Select(r => (r.Repository, r.At)));
    }

    [Fact]
    public void Nothing_recorded_is_no_error() => Assert.Empty(ProtectionLog.Read(new FileRunStore(_scratch["state"])));

    public void Dispose() => _scratch.Dispose();

    private static ProtectionRecord Record(string snapshot) =>
        new("records", "vault", snapshot, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 1, 1, false, null);
}
