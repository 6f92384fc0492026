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
    public void Nothing_recorded_is_no_error() => Assert.Empty(ProtectionLog.Read(new FileRunStore(_scratch["state"])));

    public void Dispose() => _scratch.Dispose();

    private static ProtectionRecord Record(string snapshot) =>
        new("records", "vault", snapshot, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 1, 1, false, null);
}
