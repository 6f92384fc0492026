using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>The plan's schedule kept by a service.</summary>
public sealed class ScheduleTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task It_protects_tells_systemd_how_it_is_and_is_alone()
    {
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(_business["notify"]));
        var told = new ConcurrentQueue<string>();
        var hearing = Task.Run(() =>
        {
            var bytes = new byte[4096];
            while (true)
            {
                try
                {
                    told.Enqueue(Encoding.UTF8.GetString(bytes, 0, manager.Receive(bytes)));
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException)
                {
                    return;
                }
            }
        }, TestContext.Current.CancellationToken);

        using var schedule = new RunningProgram(Built.Holdfast, ["schedule", "run", .. _business.Here], new Dictionary<string, string> { ["NOTIFY_SOCKET"] = _business["notify"] });
        await schedule.UntilAsync(() => told.Any(t => t.Contains("READY=1", StringComparison.Ordinal)), "it to be ready");
        await schedule.UntilAsync(() => told.Contains("WATCHDOG=1"), "it to say that it is alive");
        await schedule.SaysAsync("letters        -> vault");

        var second = await _business.InOfficeAsync("schedule", "run");
        Assert.True(second.ExitCode == 6, second.ToString());
        Assert.Contains("keeps this schedule", second.Error, StringComparison.Ordinal);
        var status = await _business.InOfficeAsync("status");
        Assert.Contains("The schedule is kept by holdfast schedule run (process", status.Output, StringComparison.Ordinal);

        await schedule.SignalAsync("TERM");
        var ended = await schedule.EndedAsync();
        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.Contains("STOPPING=1", told);
        Assert.Contains("Nothing keeps the schedule", (await _business.InOfficeAsync("status")).Output, StringComparison.Ordinal);
        manager.Dispose();
        await hearing;
    }

    [Fact]
    public async Task The_plan_counts_as_its_file_says_now_and_one_that_cannot_be_used_removes_nothing_and_is_told()
    {
        using var schedule = new RunningProgram(Built.Holdfast, ["schedule", "run", .. _business.Here], new Dictionary<string, string>());
        await schedule.SaysAsync("letters        -> vault");
        var plan = _business.Read("office/holdfast.yaml");
        _business.Write("office/holdfast.yaml", plan + "\n  rubbish: [");
        await schedule.UntilAsync(() => schedule.Errors.Contains("the plan cannot be used as it is now", StringComparison.Ordinal), "it to say that the plan is none");
        Assert.Contains("nothing is removed until it is put right", schedule.Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);

        // Whoever looks with a plan that can be read hears what the schedule is kept by.
        _business.Write("office/good.yaml", plan);
        var status = await Built.RunAsync(["status", "--plan", _business["office/good.yaml"], "--state", _business["state"]]);
        Assert.Contains("IT IS KEPT BY AN OLDER PLAN", status.Output, StringComparison.Ordinal);

        _business.Write("office/holdfast.yaml", plan.Replace("  letters:\n", "  mails:\n", StringComparison.Ordinal).Replace("restore: letters", "restore: mails", StringComparison.Ordinal));
        await schedule.SaysAsync("from now on what it says now counts");
        await schedule.SaysAsync("mails          -> vault");
        Assert.DoesNotContain("IT IS KEPT BY AN OLDER PLAN", (await _business.InOfficeAsync("status")).Output, StringComparison.Ordinal);
        await schedule.SignalAsync("TERM");
        var ended = await schedule.EndedAsync();
        Assert.True(ended.ExitCode == 0, ended.ToString());
    }

    [Fact]
    public async Task A_drill_that_the_plan_wants_by_itself_is_held_once_and_its_evidence_is_that_of_one_by_hand()
    {
        _business.Replan("scenarios:", "drills:\n  - { scenario: office fire, every: 1 month, by itself: true }\nscenarios:");
        using var schedule = new RunningProgram(Built.Holdfast, ["schedule", "run", .. _business.Here], new Dictionary<string, string>());
        await schedule.SaysAsync("letters        -> vault");
        await schedule.SaysAsync("Drill: office fire, as the plan wants it every 1 month");
        await schedule.UntilAsync(() => Directory.Exists(_business["state/evidence"]) && Directory.GetFiles(_business["state/evidence"], "*.jsonl").Length > 0, "the drill's evidence");
        await schedule.SaysAsync("evidence");
        await schedule.SignalAsync("TERM");
        var ended = await schedule.EndedAsync();
        Assert.True(ended.ExitCode == 0, ended.ToString());
        var evidence = Assert.Single(Directory.GetFiles(_business["state/evidence"], "*.jsonl"));
        var verified = await Built.RunAsync("evidence", "verify", evidence, "--state", _business["state"]);
        Assert.True(verified.ExitCode == 0, verified.ToString());
        Assert.DoesNotContain(Directory.GetFileSystemEntries(_business["colo"]), f => f.EndsWith("drill", StringComparison.Ordinal) && Directory.GetFileSystemEntries(f).Length > 0);
        Assert.Empty(_business.Processes("colo/drill"));
        Assert.DoesNotContain("never drilled", (await _business.InOfficeAsync("status")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_unit_says_where_everything_is_and_comes_and_goes()
    {
        var install = await _business.InOfficeAsync("schedule", "install", "--unit-folder", _business["units"]);
        Assert.True(install.ExitCode == 0, install.ToString());
        var unit = _business.Read("units/holdfast-small-business.service");
        Assert.Contains($"ExecStart={Built.Holdfast} schedule run --plan {_business["office/holdfast.yaml"]} --state {_business["state"]}", unit, StringComparison.Ordinal);
        Assert.Contains("Type=notify", unit, StringComparison.Ordinal);
        Assert.Equal(unit, (await _business.InOfficeAsync("schedule", "unit")).Output);

        var remove = await _business.InOfficeAsync("schedule", "remove", "--unit-folder", _business["units"]);
        Assert.True(remove.ExitCode == 0, remove.ToString());
        Assert.Empty(Directory.GetFiles(_business["units"]));
        Assert.Equal(2, (await _business.InOfficeAsync("schedule", "remove", "--unit-folder", _business["units"])).ExitCode);
    }

    [Fact]
    public async Task A_key_that_a_service_would_not_find_is_told_before_it_is_made()
    {
        _business.Replan("key: \"file:../kit/vault.key\"", "key: env:VAULT_KEY");
        var install = await _business.InOfficeAsync("schedule", "install", "--unit-folder", _business["units"]);
        Assert.True(install.ExitCode == 6, install.ToString());
        Assert.Contains("the key of repository vault is in the variable VAULT_KEY", install.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_business["units"]));
    }

    public void Dispose() => _business.Dispose();
}
