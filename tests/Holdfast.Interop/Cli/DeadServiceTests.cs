using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>Services that die: before the run ends, and after.</summary>
public sealed class DeadServiceTests : IDisposable
{
    private const string Till = "command: [sleep, \"600\"]";

    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task A_service_that_dies_after_its_check_leaves_its_system_down_until_the_run_is_taken_up()
    {
        // It lives until the check has passed; the next time it stays.
        _business.Replan(Till, $"command: [sh, -c, \"[ -e {_business["mended"]} ] && exec sleep 600; sleep 2; echo no room on the disk >&2; exit 1\"]");
        await _business.ProtectAsync();
        var failover = await _business.FailoverAsync();
        Assert.Equal(3, failover.ExitCode);
        Assert.Contains("orders/service till DIED: service till is not running: it has ended", failover.Output, StringComparison.Ordinal);
        Assert.Contains("no room on the disk", failover.Output, StringComparison.Ordinal);
        Assert.Contains("NOT OPERATING", failover.Output, StringComparison.Ordinal);

        _business.Write("mended", "");
        var resumed = await Built.RunAsync("run", "resume", "--state", _business["colo-state"]);
        Assert.True(resumed.ExitCode == 0, resumed.ToString());
        Assert.Contains("orders/service till done", resumed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("orders/restore", resumed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("letters/", resumed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_reboot_the_services_of_a_failover_are_started_again_and_its_figures_stay()
    {
        await _business.ProtectAsync();
        Assert.Equal(0, (await _business.FailoverAsync()).ExitCode);
        var idle = await Built.RunAsync("run", "resume", "--state", _business["colo-state"]);
        Assert.Equal(6, idle.ExitCode);
        Assert.Contains("what it started runs", idle.Error, StringComparison.Ordinal);

        _business.EndProcesses();
        _business.Write("colo/server/orders/3.txt", "sold since");
        var status = await Built.RunAsync(["status", .. _business.FromVault]);
        Assert.Equal(5, status.ExitCode);
        Assert.Contains("service till is not running: it has ended", status.Output, StringComparison.Ordinal);
        Assert.Contains("holdfast run resume", status.Output, StringComparison.Ordinal);
        var resumed = await Built.RunAsync("run", "resume", "--state", _business["colo-state"]);
        Assert.True(resumed.ExitCode == 0, resumed.ToString());
        Assert.DoesNotContain("is not running", (await Built.RunAsync(["status", .. _business.FromVault])).Output, StringComparison.Ordinal);
        Assert.NotEmpty(_business.Processes("colo/server"));
        Assert.Equal("sold since", _business.Read("colo/server/orders/3.txt"));
        var evidence = Directory.EnumerateFiles(_business["colo-state/evidence"]).Order(StringComparer.Ordinal).Last();
        Assert.Equal(0, (await Built.RunAsync("evidence", "verify", evidence, "--state", _business["colo-state"])).ExitCode);
    }

    public void Dispose() => _business.Dispose();
}
