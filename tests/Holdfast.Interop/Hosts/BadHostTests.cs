using Holdfast.Interop.Cli;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Hosts;

/// <summary>One of two recovery hosts is gone or captured: it costs what comes back there, and nothing else.</summary>
public sealed class BadHostTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    public BadHostTests()
    {
        _business.Replan("colo-server: {", $"bad-server: {{ site: colo, ssh: nobody@bad.invalid, folder: {_business["colo/bad"]} }}\n  colo-server: {{");
        var plan = _business.Read("office/holdfast.yaml");
        var letters = plan.IndexOf("  letters:", StringComparison.Ordinal);
        _business.Write("office/holdfast.yaml", plan[..letters] + plan[letters..].Replace("recovers on: colo-server", "recovers on: bad-server", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("echo Connection refused >&2; exit 255", "Connection refused")]
    [InlineData("cat /dev/zero | tr '\\0' a", "a line of more than")]
    [InlineData("echo 'HOLDFAST-DELIVERY yes Linux x86_64 /x'; cat /dev/zero | tr '\\0' a", "does not answer as Holdfast's agent")]
    [InlineData("echo 'HOLDFAST-DELIVERY yes Linux x86_64 /x'; yes '{\"x\":1}'", "does not answer as Holdfast's agent")]
    public async Task The_failover_goes_on_without_it_and_host_check_goes_on_with_the_others(string answer, string why)
    {
        await _business.ProtectAsync();
        Directory.CreateDirectory(_business["bin"]);
        _business.Write("bin/ssh", $"#!/bin/sh\n{answer}\n");
        File.SetUnixFileMode(_business["bin/ssh"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var check = await RunAsync(["host", "check", .. _business.Here]);
        Assert.True(check.ExitCode == 3, check.ToString());
        Assert.Contains("colo-server", check.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("no one foresaw", check.ToString(), StringComparison.Ordinal);

        _business.Burn();
        var failover = await RunAsync(["failover", "--yes", .. _business.FromVault]);
        Assert.True(failover.ExitCode == 3, failover.ToString());
        Assert.Contains("HOST bad-server CANNOT BE USED", failover.ToString(), StringComparison.Ordinal);
        Assert.Contains(why, failover.ToString(), StringComparison.Ordinal);
        Assert.Equal("one", _business.Read("colo/server/orders/1.txt"));
        Assert.DoesNotContain("letters            operating", failover.Output, StringComparison.Ordinal);
    }

    private Task<ProgramRun> RunAsync(string[] words) =>
        ProgramRun.OfAsync(Built.Holdfast, words, new Dictionary<string, string> { ["PATH"] = $"{_business["bin"]}:{Environment.GetEnvironmentVariable("PATH")}" });

    public void Dispose()
    {
        _business.EndProcesses();
        _business.Dispose();
    }
}
