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
    public async Task What_was_recovered_on_another_machine_is_protected_there_by_the_plan_as_failed_over()
    {
        await _far.InOfficeAsync("protect");
        _far.Business.Burn();
        await _far.RunAsync(["failover", "--yes", .. _far.FromVault]);
        var now = _far.Business["third/now.yaml"];
        Directory.CreateDirectory(_far.Business["third"]);
        var save = await _far.RunAsync(["plan", "save", "--as-failed-over", "--output", now, .. _far.FromVault]);
        Assert.True(save.ExitCode == 0, save.ToString());
        var text = _far.Business.Read("third/now.yaml");
        Assert.Contains($"vault: {{ at: {_far.Business["colo/vault"]}, on: colo-server,", text, StringComparison.Ordinal);
        Assert.Contains("runs on: colo-server", text, StringComparison.Ordinal);

        // The nas burnt.
        _far.Business.Write("third/now.yaml", text.Replace("to: [nas, vault]", "to: [vault]", StringComparison.Ordinal));
        var copies = Copies();
        var protect = await _far.RunAsync("protect", "--plan", now, "--state", _far.Business["third-state"]);
        Assert.True(protect.ExitCode is 0 or 5, protect.ToString());
        Assert.True(Copies() >= copies + 2, protect.ToString());

        int Copies() => Directory.GetFiles(_far.Business["colo/vault/snapshots"]).Length;
    }

    [Theory]
    [InlineData("a changed byte")]
    [InlineData("half of it")]
    [InlineData("not to be run")]
    [InlineData("a file too many")]
    public async Task A_program_that_is_not_whole_is_put_there_anew(string damage)
    {
        await _far.InOfficeAsync("host", "check");
        var program = Path.Join(_far.Program, "holdfast");
        var good = await File.ReadAllBytesAsync(program, Stop);
        switch (damage)
        {
            case "a changed byte":
                await File.WriteAllBytesAsync(program, [.. good[..^5], (byte)(good[^5] ^ 1), .. good[^4..]], Stop);
                break;
            case "half of it":
                await File.WriteAllBytesAsync(program, good[..(good.Length / 2)], Stop);
                break;
            case "not to be run":
                File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                break;
            default:
                await File.WriteAllTextAsync(Path.Join(_far.Program, "more"), "x", Stop);
                break;
        }

        var check = await _far.InOfficeAsync("host", "check");
        Assert.Contains($"over ssh to {_far.Address}", check.Output, StringComparison.Ordinal);
        Assert.Equal(good, await File.ReadAllBytesAsync(Path.Join(_far.Program, "holdfast"), Stop));
        Assert.False(File.Exists(Path.Join(_far.Program, "more")));
        Assert.Empty(Directory.GetDirectories(Path.Join(_far.Agent, "programs"), ".*"));
    }

    [Theory]
    [InlineData("echo 'Welcome to nonsense'; exec cat", "it says \"Welcome to nonsense\"")]
    [InlineData("echo no room here >&2; exit 126", "no room here")]
    public async Task What_answers_and_is_no_agent_is_said_with_its_host(string instead, string why)
    {
        _far.Business.Write("answer", $"echo 'HOLDFAST-DELIVERY yes Linux x86_64 /var/lib/there'; {instead}\n");
        File.Delete(_far.Business["bin/ssh"]);
        _far.Business.Write("bin/ssh", $"#!/bin/sh\nexec sh {_far.Business["answer"]}\n");
        File.SetUnixFileMode(_far.Business["bin/ssh"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var check = await _far.InOfficeAsync("host", "check", "colo-server");
        Assert.Equal(3, check.ExitCode);
        Assert.Contains($"what was started on host colo-server ({_far.Address}) does not answer as Holdfast's agent", check.Output, StringComparison.Ordinal);
        Assert.Contains(why, check.Output, StringComparison.Ordinal);
        Assert.Contains("Start it there by hand: /var/lib/there/holdfast --version", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_is_what_the_plan_pins_whatever_this_machine_knows()
    {
        _far.Business.Write("ssh/known", "");
        _far.Pin("host");
        var drill = await ProtectedDrillAsync();
        Assert.DoesNotContain("host key", drill.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_key_that_the_plan_pins_counts_for_the_repository_on_that_host_too()
    {
        _far.Business.Write("ssh/known", "");
        _far.Pin("host");
        var protect = await _far.InOfficeAsync("protect");
        Assert.True(protect.ExitCode == 0, protect.ToString());
        Assert.NotEmpty(Directory.GetFiles(_far.Business["colo/vault/snapshots"]));
    }

    [Fact]
    public async Task A_key_that_lets_in_to_files_alone_is_enough_for_a_repository()
    {
        _far.Business.Write("ssh/user.pub", $"restrict,command=\"internal-sftp\" {_far.KeyOf("user")}\n");
        var protect = await _far.InOfficeAsync("protect");
        Assert.True(protect.ExitCode == 0, protect.ToString());
        var check = await _far.InOfficeAsync("host", "check", "colo-server");
        Assert.Contains("colo-server: NOT REACHED", check.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unknown", "the host key of the server of sftp://", "or pin its key in the plan")]
    [InlineData("stranger", "does not let this user of", "ssh-copy-id -p")]
    public async Task Why_a_repository_is_not_reached_over_ssh_is_said_with_what_to_do(string trouble, string why, string hint)
    {
        _far.Business.Write(trouble == "unknown" ? "ssh/known" : "ssh/user.pub", "");
        var protect = await _far.InOfficeAsync("protect");
        Assert.NotEqual(0, protect.ExitCode);
        Assert.Contains(why, protect.Output + protect.Error, StringComparison.Ordinal);
        Assert.Contains(hint, protect.Output + protect.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("broke off", protect.Output + protect.Error, StringComparison.Ordinal);
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

    [Theory]
    [InlineData("agent")]
    [InlineData("line")]
    public async Task Whatever_is_killed_at_each_order_of_a_failover_everything_comes_back_once(string killed)
    {
        _far.Business.Replan("- run: \"true\"", "- service: { name: postman, command: [sleep, \"601\"] }");
        _far.Business.Write("office/orders/large", new string('x', 30_000_000));
        await _far.InOfficeAsync("protect");
        using var failover = _far.Start(["failover", "--yes", .. _far.Business.Here]);
        var ending = failover.EndedAsync();
        var met = new HashSet<string>();
        for (; !ending.IsCompleted; await Task.Delay(10, Stop))
        {
            var orders = Path.Join(_far.Agent, "orders");
            if (Directory.Exists(orders) && Directory.EnumerateFiles(orders, "*.begun", SearchOption.AllDirectories).Any(met.Add))
            {
                foreach (var id in _far.Processes(line => killed == "agent"
                    ? line.StartsWith(_far.Agent, StringComparison.Ordinal) && line.Contains(" agent ", StringComparison.Ordinal)
                    : line.StartsWith("/usr/bin/ssh", StringComparison.Ordinal) && line.Contains("agent", StringComparison.Ordinal)))
                {
                    End(id);
                }
            }
        }

        var ended = await ending;
        Assert.True(ended.ExitCode is 0 or 5, ended.ToString());
        Assert.InRange(met.Count, 6, 20); // Two restores, two services, two checks.
        Assert.Equal(30_000_000, new FileInfo(_far.Business["colo/server/orders/large"]).Length);
        Assert.Equal("Dear A", _far.Business.Read("colo/server/letters/a.txt"));
        Assert.Equal(2, _far.Business.Processes("colo/server").Count);
    }

    [Fact]
    public async Task A_repository_that_the_first_copy_makes_is_not_called_missing()
    {
        var check = await _far.InOfficeAsync("host", "check");
        Assert.True(check.ExitCode == 0, check.ToString());
        Assert.Contains("repository vault: it is not there; if no copy was ever made, the first \"holdfast protect\" makes it", check.Output, StringComparison.Ordinal);
        await _far.InOfficeAsync("protect");
        Directory.Delete(_far.Business["colo/vault"], recursive: true);
        Assert.Equal(3, (await _far.InOfficeAsync("host", "check")).ExitCode); // It was there.
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
            End(id);
        }
    }

    private static void End(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It ended by itself.
        }
    }
}
