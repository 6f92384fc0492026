using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>What a run started is stopped again, and a failover that is given up gives the systems back.</summary>
public sealed class RunStopTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task The_services_of_a_failover_are_stopped_and_started_again_and_both_are_in_the_evidence()
    {
        await _business.ProtectAsync();
        Assert.Equal(0, (await _business.FailoverAsync()).ExitCode);
        Assert.NotEmpty(_business.Processes("colo/server"));
        string[] state = ["--state", _business["colo-state"]];
        var stop = await Built.RunAsync(["run", "stop", "--because", "the hall is flooded too", .. state]);
        Assert.True(stop.ExitCode == 0, stop.ToString());
        Assert.Contains("Stopped: orders/service till", stop.Output, StringComparison.Ordinal);
        Assert.Empty(_business.Processes("colo/server"));
        var again = await Built.RunAsync(["run", "stop", .. state]);
        Assert.Contains("Nothing that", again.Output, StringComparison.Ordinal);

        var resumed = await Built.RunAsync(["run", "resume", .. state]);
        Assert.True(resumed.ExitCode == 0, resumed.ToString());
        Assert.NotEmpty(_business.Processes("colo/server"));
        var evidence = Directory.EnumerateFiles(_business["colo-state/evidence"]).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(3, evidence.Length);
        Assert.All(evidence, file => Assert.Equal(0, Built.RunAsync(["evidence", "verify", file, .. state]).GetAwaiter().GetResult().ExitCode));
        Assert.Contains(evidence, file => File.ReadAllText(file).Contains("the hall is flooded too", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failover_that_is_given_up_lets_the_office_protect_again_once_nothing_of_it_runs()
    {
        _business.LettersWaitFor("go");
        await _business.ProtectAsync();
        using (var failover = await _business.StartWaitingAsync(["failover", "--yes", .. _business.FromVault]))
        {
            await failover.SaysAsync("orders/service till done");
            await failover.KillAsync();
        }

        Assert.Equal(6, (await _business.InOfficeAsync("protect")).ExitCode);

        // 1. The till still runs: both places must not work with the orders.
        string[] state = ["--state", _business["colo-state"]];
        var abort = await Built.RunAsync(["run", "abort", "--why", "a false alarm", .. state]);
        Assert.True(abort.ExitCode == 0, abort.ToString());
        Assert.Contains("What it started may still run (orders/service till)", abort.Output, StringComparison.Ordinal);
        Assert.Equal(6, (await _business.InOfficeAsync("protect")).ExitCode);

        // 2. It is stopped, and the office goes on as before.
        var stop = await Built.RunAsync(["run", "stop", .. state]);
        Assert.True(stop.ExitCode == 0, stop.ToString());
        Assert.Contains("It leads no more", stop.Output, StringComparison.Ordinal);
        Assert.Contains("letters/run 1", stop.Output.Split('\n').Single(l => l.StartsWith("Stopped:", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Empty(_business.Processes("colo/server"));
        Assert.Contains("What these commands started, only the plan's author knows: letters/run 1", stop.Output, StringComparison.Ordinal);
        await _business.ProtectAsync();
        Assert.DoesNotContain("failed over by", (await _business.InOfficeAsync("status")).Output, StringComparison.Ordinal);

        // 3. What the office writes from now on is the newest point again.
        _business.Write("office/orders/3.txt", "three");
        await _business.ProtectAsync();
        var points = await _business.InOfficeAsync("points", "orders");
        Assert.DoesNotContain("abandoned", points.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_abort_of_a_run_that_started_nothing_gives_the_systems_back_at_once()
    {
        _business.Replan("- service: { name: till, command: [sleep, \"600\"] }\n      ", "");
        _business.LettersWaitFor("go");
        await _business.ProtectAsync();
        using (var failover = await _business.StartWaitingAsync(["failover", "--yes", .. _business.FromVault]))
        {
            await failover.KillAsync();
        }

        Assert.Equal(6, (await _business.InOfficeAsync("protect")).ExitCode);
        var abort = await Built.RunAsync("run", "abort", "--why", "a false alarm", "--state", _business["colo-state"]);
        Assert.Contains("It leads no more", abort.Output, StringComparison.Ordinal);
        await _business.ProtectAsync();
    }

    [Fact]
    public async Task A_failover_that_goes_on_is_not_stopped_under_its_feet()
    {
        _business.LettersWaitFor("go");
        await _business.ProtectAsync();
        using var failover = await _business.StartWaitingAsync(["failover", "--yes", .. _business.FromVault]);
        var stop = await Built.RunAsync("run", "stop", "--state", _business["colo-state"]);
        Assert.Equal(6, stop.ExitCode);
        Assert.NotEmpty(_business.Processes("colo/server"));
        _business.Write("go", "");
        Assert.Equal(0, (await failover.EndedAsync()).ExitCode);
    }

    [Fact]
    public async Task What_a_killed_drill_left_is_stopped_and_cleared_away()
    {
        _business.LettersWaitFor("go");
        await _business.ProtectAsync();
        using (var drill = await _business.StartWaitingAsync(["drill", .. _business.Here]))
        {
            await drill.UntilAsync(() => _business.Processes("colo/drill").Count > 1, "the till");
            await drill.KillAsync();
        }

        var run = Path.GetFileName(Directory.EnumerateDirectories(_business["state/runs"]).Single());
        var stop = await Built.RunAsync("run", "stop", run, "--state", _business["state"]);
        Assert.True(stop.ExitCode == 0, stop.ToString());
        Assert.Empty(_business.Processes("colo/drill"));
        Assert.False(Directory.Exists(_business["colo/drill"]));
    }

    public void Dispose() => _business.Dispose();
}
