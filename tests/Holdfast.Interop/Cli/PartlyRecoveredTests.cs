using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>One system does not come back; the others do, and it can be brought back later.</summary>
public sealed class PartlyRecoveredTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task A_failing_check_holds_back_its_system_alone_until_its_cause_is_mended()
    {
        _business.Replan("files: letters, at least: 2", "files: letters, at least: 3");
        await _business.ProtectAsync();
        _business.Burn();
        var failover = await _business.FailoverAsync();
        Assert.True(failover.ExitCode == 3, failover.ToString());
        Assert.Contains("letters/check 1 FAILED: ", failover.Output, StringComparison.Ordinal);
        Assert.Contains("expected at least 3 files, found 2", failover.Output, StringComparison.Ordinal);
        Assert.Contains("NOT OPERATING", failover.Output, StringComparison.Ordinal);
        Assert.Contains("holdfast run resume ", failover.Output, StringComparison.Ordinal);
        Assert.Equal("two", _business.Read("colo/server/orders/2.txt"));
        Assert.NotEmpty(_business.Processes("colo/server"));

        _business.Write("colo/server/letters/c.txt", "Dear C");
        var resume = await Built.RunAsync("run", "resume", "--state", _business["colo-state"]);
        Assert.True(resume.ExitCode == 0, resume.ToString());
        Assert.Equal("Dear C", _business.Read("colo/server/letters/c.txt"));
        Assert.DoesNotContain("restore", resume.Output, StringComparison.Ordinal); // It was done; only the check is asked again.
        var evidence = Directory.EnumerateFiles(_business["colo-state/evidence"]).ToArray();
        Assert.Equal(2, evidence.Length);
        foreach (var file in evidence)
        {
            Assert.Equal(0, (await Built.RunAsync("evidence", "verify", file, "--state", _business["colo-state"])).ExitCode);
        }
    }

    [Fact]
    public async Task A_system_that_needs_the_failed_one_is_not_begun()
    {
        _business.Replan("  orders:\n    rto", "  orders:\n    needs: [letters]\n    rto");
        _business.Replan("files: letters, at least: 2", "files: letters, at least: 3");
        await _business.ProtectAsync();
        var failover = await _business.FailoverAsync();
        Assert.True(failover.ExitCode == 3, failover.ToString());
        Assert.DoesNotContain("orders/service till ...", failover.Output, StringComparison.Ordinal);
        Assert.Empty(_business.Processes());
    }

    [Fact]
    public async Task Data_at_the_recovery_host_that_came_from_elsewhere_is_never_replaced()
    {
        await _business.ProtectAsync();
        _business.Write("colo/server/orders/mine.txt", "irreplaceable");
        var failover = await _business.FailoverAsync();
        Assert.True(failover.ExitCode == 3, failover.ToString());
        Assert.Contains(_business["colo/server/orders"] + " holds data that Holdfast did not restore there", failover.Output, StringComparison.Ordinal);
        Assert.Contains("HINT: move it away", failover.Output, StringComparison.Ordinal);
        Assert.Equal([_business["colo/server/orders/mine.txt"]], Directory.EnumerateFileSystemEntries(_business["colo/server/orders"]));
        Assert.Equal("irreplaceable", _business.Read("colo/server/orders/mine.txt"));
        Assert.Equal("Dear A", _business.Read("colo/server/letters/a.txt"));

        Directory.Move(_business["colo/server/orders"], _business["colo/found"]);
        var resume = await Built.RunAsync("run", "resume", "--state", _business["colo-state"]);
        Assert.True(resume.ExitCode == 0, resume.ToString());
        Assert.Equal("one", _business.Read("colo/server/orders/1.txt"));
    }

    [Fact]
    public async Task A_program_that_happens_to_have_the_port_of_a_service_does_not_pass_for_it()
    {
        // It answers as the service would, and so did once make a dead service look recovered.
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        _business.Replan("folder: ../colo/server,", $"folder: ../colo/server, ports: {{ till: {port} }},");
        _business.Replan("drill: { folder: ../colo/drill }", "drill: { folder: ../colo/drill, ports: { till: 1 } }");
        _business.Replan("[sleep, \"600\"] }", "[sleep, \"600\"], environment: { PORT: \"{port till}\" } }");
        _business.Replan("- check: { files: orders, at least: 2 }", "- check: { http: \"http://127.0.0.1:{port till}/\" }\n      - check: { files: orders, at least: 2 }");
        await _business.ProtectAsync();
        var failover = await _business.FailoverAsync();
        Assert.True(failover.ExitCode == 3, failover.ToString());
        Assert.Contains($"orders/service till FAILED: service till: port {port} is taken", failover.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _business.Dispose();
}
