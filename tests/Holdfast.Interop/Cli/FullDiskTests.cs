using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>A disk that is full stops a recovery clearly, and the recovery goes on once there is room. The small disks are in a mount namespace of the test.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task A_restore_for_which_there_is_no_room_fails_clearly_and_goes_on_when_there_is()
    {
        var noise = new byte[512 << 10];
        new Random(20260301).NextBytes(noise);
        await File.WriteAllBytesAsync(_business["office/orders/noise"], noise, TestContext.Current.CancellationToken);
        await _business.ProtectAsync();
        var said = await InNamespaceAsync(
            """
            mkdir -p "$ROOT/colo/server"; mount -t tmpfs -o size=256k small "$ROOT/colo/server"
            "$HOLDFAST" failover --yes "$@"; echo "first $?"
            mount -o remount,size=16m "$ROOT/colo/server"
            "$HOLDFAST" run resume --state "$ROOT/colo-state"; echo "second $?"
            cmp "$ROOT/office/orders/noise" "$ROOT/colo/server/orders/noise" && echo whole
            """);
        Assert.Contains("first 3\n", said, StringComparison.Ordinal);
        Assert.Matches("orders/restore FAILED: .*([Nn]o space|room)", said);
        Assert.Contains("second 0\nwhole\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_of_the_journal_stops_a_failover_and_run_resume_goes_on_when_there_is_room()
    {
        _business.LettersWaitFor("go", "\n        repeatable: true");
        await _business.ProtectAsync();
        var said = await InNamespaceAsync(
            """
            mkdir -p "$ROOT/colo-state"; chmod 700 "$ROOT/colo-state"; mount -t tmpfs -o size=4m,mode=700 small "$ROOT/colo-state"
            "$HOLDFAST" failover --yes "$@" & leader=$!
            while [ ! -e "$ROOT/begun" ]; do sleep 0.1; kill -0 $leader || exit 9; done
            dd if=/dev/zero of="$ROOT/colo-state/fill" bs=1k 2>/dev/null
            touch "$ROOT/go"; wait $leader; echo "first $?"
            rm "$ROOT/colo-state/fill"
            "$HOLDFAST" run resume --state "$ROOT/colo-state"; echo "second $?"
            "$HOLDFAST" evidence verify "$ROOT"/colo-state/evidence/*-failover-*.jsonl --state "$ROOT/colo-state"; echo "third $?"
            """);
        Assert.Contains("first 1\n", said, StringComparison.Ordinal);
        Assert.Contains("No space left on device", said, StringComparison.Ordinal);
        Assert.True(said.Contains("HINT: Make room on that disk. If the run had begun, what was done is in its journal, and \"holdfast run resume\" goes on; else say the same again.", StringComparison.Ordinal), said);
        Assert.Contains("second 0\n", said, StringComparison.Ordinal);
        Assert.Contains("third 0\n", said, StringComparison.Ordinal);
    }

    public void Dispose() => _business.Dispose();

    private async Task<string> InNamespaceAsync(string script)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting takes root");
        var run = await ProgramRun.OfAsync(
            "unshare",
            [
                "--mount", "--propagation", "private", "--", "sh", "-c",
                "exec 2>&1\n" + script,
                "sh", .. _business.FromVault,
            ],
            new Dictionary<string, string> { ["ROOT"] = _business.Root, ["HOLDFAST"] = Built.Holdfast });
        Assert.SkipWhen(run.Output.Contains("unshare failed", StringComparison.Ordinal), run.Output);
        return run.Output;
    }
}
