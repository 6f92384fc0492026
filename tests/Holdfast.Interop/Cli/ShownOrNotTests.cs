using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>Nothing is called good that nothing has shown, and no word of the operator's leads into a failover that can bring nothing back.</summary>
public sealed class ShownOrNotTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task A_system_that_the_plan_never_asks_is_not_proven_wherever_it_is_told_of()
    {
        _business.Replan("      - check: { files: letters, at least: 2 }\n        timeout: 1 second\n", "");
        var check = await Built.RunAsync("plan", "check", _business["office/holdfast.yaml"]);
        Assert.Contains("system letters has no check, so nothing shows that it operates", check.ToString().Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        await _business.ProtectAsync();

        var drill = await _business.InOfficeAsync("drill");
        Assert.True(drill.ExitCode == 5, drill.ToString());
        Assert.Matches("letters .* NOT PROVEN", drill.Output);
        Assert.Contains("NOT PROVEN: letters: no check of the plan asks whether it operates", drill.Output, StringComparison.Ordinal);

        var predict = await _business.InOfficeAsync("predict");
        Assert.True(predict.ExitCode == 5, predict.ToString());
        Assert.Contains("no check shows that letters operates", predict.Output, StringComparison.Ordinal);
        var status = await _business.InOfficeAsync("status", "--json");
        Assert.Contains("\"kind\":\"nocheck\"", status.Output.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);

        var failover = await _business.FailoverAsync("--json");
        Assert.True(failover.ExitCode == 5, failover.ToString());
        Assert.Contains("\"proven\":false", failover.Output.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drill_that_was_killed_while_its_check_failed_lowers_the_status_until_a_later_one_passes()
    {
        await _business.ProtectAsync();
        Assert.Equal(0, (await _business.InOfficeAsync("drill")).ExitCode);
        Assert.DoesNotContain("cut off", (await _business.InOfficeAsync("status")).Output, StringComparison.Ordinal);

        _business.LettersWaitFor("go");
        _business.Write("go", "");
        Assert.Equal(0, (await _business.InOfficeAsync("drill")).ExitCode);
        File.Delete(_business["go"]);
        File.Delete(_business["begun"]);
        var drill = await _business.StartWaitingAsync(["drill", .. _business.Here]);
        await drill.KillAsync();
        _business.EndProcesses("colo");
        var status = await _business.InOfficeAsync("status");
        Assert.Contains("its last run was given up or cut off", status.Output, StringComparison.Ordinal);
        Assert.Equal(5, status.ExitCode);

        _business.Write("go", "");
        Assert.Equal(0, (await _business.InOfficeAsync("drill")).ExitCode);
        Assert.DoesNotContain("cut off", (await _business.InOfficeAsync("status")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disaster_before_every_point_is_refused_before_anything_is_touched()
    {
        await _business.ProtectAsync();
        var before = _business.Everything().Where(f => f.Contains("/colo/", StringComparison.Ordinal)).ToArray();
        var refused = await _business.FailoverAsync("--since", "2020-01-01T00:00:00Z");
        Assert.True(refused.ExitCode == 6, refused.ToString());
        Assert.Contains("has no recovery point before 2020-01-01T00:00:00Z, when the disaster is said to have begun (--since)", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--point orders=", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, _business.Everything().Where(f => f.Contains("/colo/", StringComparison.Ordinal)));
        Assert.Equal(0, (await _business.FailoverAsync()).ExitCode);
    }

    [Fact]
    public async Task A_failover_of_which_no_step_was_done_stands_in_nobodys_way()
    {
        await _business.ProtectAsync();
        Directory.Move(_business["colo/vault/data"], _business["colo/vault/elsewhere"]);
        var failed = await _business.FailoverAsync("--plan", _business["office/holdfast.yaml"]);
        Assert.True(failed.ExitCode == 3, failed.ToString());
        Directory.Delete(_business["colo/vault/data"], recursive: true);
        Directory.Move(_business["colo/vault/elsewhere"], _business["colo/vault/data"]);
        var second = await _business.FailoverAsync("--plan", _business["office/holdfast.yaml"]);
        Assert.True(second.ExitCode == 0, second.ToString());
    }

    public void Dispose() => _business.Dispose();
}
