using System.Diagnostics;
using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Hosts;

/// <summary>Protecting, drilling and failing over to a host that only ssh reaches.</summary>
public sealed class OverSshTests : IDisposable
{
    private readonly FarHost _far = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_business_is_protected_drilled_and_recovered_on_another_machine()
    {
        var protect = await _far.InOfficeAsync("protect");
        Assert.True(protect.ExitCode == 0, protect.ToString());
        Assert.True(Directory.Exists(_far.Business["colo/vault/snapshots"]));

        var drill = await _far.InOfficeAsync("drill");
        Assert.True(drill.ExitCode == 0, drill.ToString());
        Assert.False(Directory.Exists(_far.Business["colo/drill"]));
        var program = _far.Program;
        var made = File.GetLastWriteTimeUtc(Path.Join(program, "holdfast"));

        var failover = await _far.InOfficeAsync("failover", "--yes");
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Equal("Dear A", _far.Business.Read("colo/server/letters/a.txt"));
        Assert.Equal("one", _far.Business.Read("colo/server/orders/1.txt"));
        Assert.NotEmpty(_far.Business.Processes("colo/server"));
        Assert.Equal((program, made), (_far.Program, File.GetLastWriteTimeUtc(Path.Join(program, "holdfast"))));
        for (var tries = 0; _far.Processes(line => line.Contains(" agent ", StringComparison.Ordinal)).Length > 0; tries++)
        {
            Assert.True(tries < 300, "an agent stayed behind");
            await Task.Delay(100, Stop);
        }

        Assert.DoesNotContain("key of the vault", string.Concat(Directory.EnumerateFiles(Path.Join(_far.Agent, "orders"), "*", SearchOption.AllDirectories).Select(File.ReadAllText)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_third_machine_with_one_repository_and_its_key_leads_a_failover()
    {
        var protect = await _far.InOfficeAsync("protect");
        Assert.True(protect.ExitCode == 0, protect.ToString());
        _far.Business.Burn();
        var failover = await _far.RunAsync(["failover", "--yes", .. _far.FromVault]);
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Equal("Dear A", _far.Business.Read("colo/server/letters/a.txt"));
    }

    [Fact]
    public async Task A_host_is_what_the_plan_pins_whatever_this_machine_knows()
    {
        _far.Business.Write("ssh/known", "");
        _far.Pin("host");
        var drill = await ProtectedDrillAsync();
        Assert.DoesNotContain("host key", drill.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("nothing", "is not known on this machine", "compare the fingerprint")]
    [InlineData("another", "another host key than the one that this machine knows", "Someone may be in between")]
    [InlineData("pinned", "another host key than the plan's", "Someone may be in between")]
    public async Task An_unknown_or_changed_host_key_is_never_accepted(string known, string why, string hint)
    {
        _far.Business.Write("ssh/known", "");
        switch (known)
        {
            case "another":
                _far.Know("other");
                break;
            case "pinned":
                _far.Know("host");
                _far.Pin("other");
                break;
        }

        var drill = await ProtectedDrillAsync();
        Assert.NotEqual(0, drill.ExitCode);
        Assert.Contains(why, drill.Error, StringComparison.Ordinal);
        Assert.Contains(hint, drill.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_far.Agent));
    }

    [Fact]
    public async Task A_cut_line_is_taken_up_and_nothing_is_done_twice()
    {
        Wait();
        await _far.InOfficeAsync("protect");
        using var failover = await _far.StartWaitingAsync("failover", "--yes");
        Kill(line => line.StartsWith("/usr/bin/ssh", StringComparison.Ordinal) && line.Contains("agent", StringComparison.Ordinal));
        _far.Business.Write("go", "");
        var ended = await failover.EndedAsync();
        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.Equal("x\n", _far.Business.Read("times"));
    }

    [Fact]
    public async Task What_a_killed_leader_left_under_way_goes_on_and_is_taken_up()
    {
        Wait();
        await _far.InOfficeAsync("protect");
        using var failover = await _far.StartWaitingAsync("failover", "--yes");
        await failover.KillAsync();
        var run = Path.GetFileName(Directory.EnumerateDirectories(_far.Business["state/runs"], "*-failover*").Single());
        using var resumed = _far.Start(["run", "resume", run, .. _far.Business.Here]);
        await Task.Delay(TimeSpan.FromSeconds(3), Stop);
        _far.Business.Write("go", "");
        var ended = await resumed.EndedAsync();
        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.Equal("x\n", _far.Business.Read("times"));
    }

    [Fact]
    public async Task A_command_whose_agent_was_killed_is_not_repeated_by_itself()
    {
        Wait();
        await _far.InOfficeAsync("protect");
        using var failover = await _far.StartWaitingAsync("failover", "--yes");
        Kill(line => line.StartsWith(_far.Agent, StringComparison.Ordinal) && line.Contains(" agent ", StringComparison.Ordinal));
        _far.Business.Write("go", "");
        var ended = await failover.EndedAsync();
        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains("may or may not have happened", ended.Output + ended.Error, StringComparison.Ordinal);
        Assert.Equal("x\n", _far.Business.Read("times"));
    }

    [Fact]
    public async Task A_check_of_the_hosts_says_what_recovery_would_miss_there()
    {
        _far.Business.Replan("command: [sleep, \"600\"] }", "command: [no-such-till], as: no-such-user }");
        await _far.InOfficeAsync("protect");
        var check = await _far.InOfficeAsync("host", "check");
        Assert.True(check.ExitCode == 3, check.ToString());
        Assert.Contains("office-server: good, this machine", check.Output, StringComparison.Ordinal);
        Assert.Contains($"over ssh to {_far.Address}", check.Output, StringComparison.Ordinal);
        Assert.Contains("MISSING program no-such-till", check.Output, StringComparison.Ordinal);
        Assert.Contains("MISSING user no-such-user", check.Output, StringComparison.Ordinal);
        Assert.Contains("ok      repository vault: opened in", check.Output, StringComparison.Ordinal);

        _far.Know("other");
        using var json = JsonDocument.Parse((await _far.InOfficeAsync("host", "check", "colo-server", "--json")).Output);
        var host = Assert.Single(json.RootElement.GetProperty("hosts").EnumerateArray());
        Assert.Contains("another host key", host.GetProperty("notReached").GetString(), StringComparison.Ordinal);
    }

    public void Dispose() => _far.Dispose();

    /// <summary>A drill from a plan whose copies lie where this machine reaches them, so that the host is first met in the drill.</summary>
    private async Task<ProgramRun> ProtectedDrillAsync()
    {
        _far.Business.Replan($"vault: {{ at: {_far.Business["colo/vault"]}, on: colo-server,", $"vault: {{ at: {_far.Business["colo/vault"]}, site: colo,");
        var protect = await _far.InOfficeAsync("protect");
        Assert.True(protect.ExitCode == 0, protect.ToString());
        return await _far.InOfficeAsync("drill");
    }

    private void Wait()
    {
        var business = _far.Business;
        business.Replan("- run: \"true\"", $"- run: \"echo x >>{business["times"]}; touch {business["begun"]}; while [ ! -e {business["go"]} ]; do sleep 0.1; done\"");
    }

    private void Kill(Func<string, bool> isWanted)
    {
        var found = _far.Processes(isWanted);
        Assert.NotEmpty(found);
        foreach (var id in found)
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
    }
}
