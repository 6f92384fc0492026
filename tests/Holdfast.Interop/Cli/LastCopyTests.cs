using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>All that is left is one repository, perhaps in another place, and a primary that will not stay dead.</summary>
public sealed class LastCopyTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task The_last_repository_works_from_another_place_than_its_plan_says()
    {
        await _business.ProtectAsync();
        _business.Burn();
        Directory.Move(_business["colo/vault"], _business["usb disk"]);
        File.Move(_business["kit/vault.key"], _business["key.txt"]);
        string[] from = ["--from", _business["usb disk"], "--key", "file:" + _business["key.txt"], "--state", _business["laptop"], "--trust-plan", _business.PlanFingerprint];
        foreach (var verb in new[] { "drill", "predict" })
        {
            var run = await Built.RunAsync([verb, .. from]);
            Assert.True(run.ExitCode == 0, run.ToString());
        }

        var failover = await Built.RunAsync(["failover", "--yes", .. from]);
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Equal("two", _business.Read("colo/server/orders/2.txt"));
        Assert.Equal(["server"], Directory.EnumerateFileSystemEntries(_business["colo"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_plan_at_hand_that_differs_from_the_one_kept_is_used_and_that_is_said()
    {
        await _business.ProtectAsync();
        var same = await Built.RunAsync(["predict", .. _business.FromVault, "--plan", _business["office/holdfast.yaml"]]);
        Assert.Equal("", same.Error);
        _business.Replan("files: letters, at least: 2", "files: letters, at least: 1");
        var differs = await Built.RunAsync(["predict", .. _business.FromVault, "--plan", _business["office/holdfast.yaml"]]);
        Assert.Equal(same.ExitCode, differs.ExitCode);
        Assert.Matches(
            $"WARNING: {_business["office/holdfast.yaml"]} and the plan in {_business["colo/vault"]}, snapshot [0-9a-f]+ .* differ; {_business["office/holdfast.yaml"]} is used",
            differs.Error);
    }

    [Fact]
    public async Task What_a_returning_primary_stores_is_never_the_newest_recovery_point()
    {
        _business.Replan("files: orders, every: 30 minutes", "files: orders, every: 1 second");
        using var watch = SmallBusiness.Start(["protect", "--watch", .. _business.Here]);
        await watch.SaysAsync("letters        -> vault      verified");
        Assert.Equal(0, (await _business.FailoverAsync()).ExitCode);

        // 1. The watch goes on in the office, where somebody works with the abandoned data.
        _business.Write("office/orders/1.txt", "abandoned");
        var heard = watch.Output.Length;
        await watch.UntilAsync(() => watch.Output[heard..].Split("orders         -> vault      verified").Length > 3, "copies after the failover");
        await FailOverAgainAsync("one");

        // 2. Begun anew, it is told that it is not active any more.
        Assert.Equal(0, (await watch.InterruptAsync()).ExitCode);
        var returned = await _business.InOfficeAsync("protect");
        Assert.Equal(6, returned.ExitCode);
        Assert.Contains("active on colo-server", returned.Error, StringComparison.Ordinal);
        await FailOverAgainAsync("one");

        // 3. Until somebody decides otherwise.
        Assert.Equal(0, (await _business.InOfficeAsync("protect", "--active-here")).ExitCode);
        Assert.Equal(0, (await _business.InOfficeAsync("protect")).ExitCode);
        await FailOverAgainAsync("abandoned");
    }

    public void Dispose() => _business.Dispose();

    private async Task FailOverAgainAsync(string orders)
    {
        foreach (var system in new[] { "orders", "letters" })
        {
            Directory.Delete(_business["colo/server/" + system], recursive: true);
        }

        _business.EndProcesses("colo/server"); // What works with data that was moved away is stopped first, as the refusal would ask.
        var failover = await _business.FailoverAsync("--again");
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Equal(orders, _business.Read("colo/server/orders/1.txt"));
    }
}
