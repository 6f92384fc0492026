using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Execution;
using Holdfast.Execution.Protection;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Protection;

public sealed class ProtectionLogTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public void A_record_after_half_a_line_is_not_lost_with_it()
    {
        var state = new StateFolder(_scratch["state"]);
        ProtectionLog.Append(state, [Record("a")]);
        File.AppendAllText(state.ProtectionRecords, "{\"system\":\"rec");
        ProtectionLog.Append(state, [Record("b"), Record("c")]);
        Assert.Equal(["a", "b", "c"], ProtectionLog.Read(state).Select(r => r.Snapshot));
    }

    [Fact]
    public void Nothing_recorded_is_no_error() => Assert.Empty(ProtectionLog.Read(new StateFolder(_scratch["state"])));

    public void Dispose() => _scratch.Dispose();

    private static ProtectionRecord Record(string snapshot) =>
        new("records", "vault", snapshot, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 1, 1, false, null);
}
