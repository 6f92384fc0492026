using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>Failovers that meet each other, that are killed, and that are taken up again.</summary>
public sealed class InterruptedRunTests : IDisposable
{
    private const string Command = "letters/run 1";
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task Two_failovers_never_run_at_once_and_a_drill_may_run_beside_one()
    {
        _business.LettersWaitFor("go");
        await _business.ProtectAsync();
        using var first = await _business.StartWaitingAsync(["failover", "--yes", .. _business.Here]);
        var run = OnlyFailover;
        var second = await _business.InOfficeAsync("failover", "--yes");
        Assert.Equal(6, second.ExitCode);
        Assert.Contains(run, second.Error, StringComparison.Ordinal);
        var rival = await _business.InOfficeAsync("run", "resume", run);
        Assert.Equal(6, rival.ExitCode);
        Assert.Contains(run, rival.Error, StringComparison.Ordinal);

        File.Delete(_business["begun"]);
        using var drill = await _business.StartWaitingAsync(["drill", .. _business.Here]);
        _business.Write("go", "");
        Assert.Equal(0, (await drill.EndedAsync()).ExitCode);
        Assert.Equal(0, (await first.EndedAsync()).ExitCode);
    }

    [Fact]
    public async Task A_failover_may_begin_while_a_drill_runs()
    {
        _business.LettersWaitFor("go");
        await _business.ProtectAsync();
        using var drill = await _business.StartWaitingAsync(["drill", .. _business.Here]);
        var rival = await _business.InOfficeAsync("drill");
        Assert.Equal(6, rival.ExitCode);
        Assert.Contains("-drill", rival.Error, StringComparison.Ordinal);
        File.Delete(_business["begun"]);
        using var failover = await _business.StartWaitingAsync(["failover", "--yes", .. _business.Here]);
        _business.Write("go", "");
        Assert.Equal(0, (await failover.EndedAsync()).ExitCode);
        Assert.Equal(0, (await drill.EndedAsync()).ExitCode);
        Assert.Equal([_business["colo/server"], _business["colo/vault"]], Directory.EnumerateDirectories(_business["colo"]).Order());
    }

    [Theory]
    [InlineData("--done")]
    [InlineData("--redo")]
    public async Task A_command_that_was_cut_off_is_asked_about_and_the_operators_word_is_kept(string answer)
    {
        _business.LettersWaitFor("go");
        var run = await KillFailoverAsync();
        var rival = await _business.InOfficeAsync("failover", "--yes");
        Assert.Equal(6, rival.ExitCode);
        Assert.Contains(run, rival.Error, StringComparison.Ordinal);
        Assert.Contains("holdfast run resume " + run, rival.Error, StringComparison.Ordinal);

        // 1. Nothing is done that may have happened already.
        var doubt = await _business.InOfficeAsync("run", "resume");
        Assert.Equal(6, doubt.ExitCode);
        Assert.Contains($"--done \"{Command}\" or --redo \"{Command}\"", doubt.Error, StringComparison.Ordinal);
        var mistyped = await _business.InOfficeAsync("run", "resume", answer, "letters");
        Assert.Equal(2, mistyped.ExitCode);
        var other = await _business.InOfficeAsync("run", "resume", answer, Command, "--done", "orders/restore");
        Assert.Equal(6, other.ExitCode);
        Assert.Contains("orders/restore is neither in doubt", other.Error, StringComparison.Ordinal);

        // 2. The operator has looked.
        File.Delete(_business["begun"]);
        _business.Write("go", "");
        var resume = await _business.InOfficeAsync("run", "resume", answer, Command, "--json");
        Assert.True(resume.ExitCode == 0, resume.ToString());
        Assert.Equal(answer == "--redo", File.Exists(_business["begun"]));
        var evidence = JsonDocument.Parse(resume.Output).RootElement.GetProperty("evidence").GetString()!;
        Assert.Contains("doubt settled", File.ReadAllText(evidence), StringComparison.Ordinal);
        Assert.Equal(0, (await Built.RunAsync("evidence", "verify", evidence, "--state", _business["state"])).ExitCode);
    }

    [Fact]
    public async Task A_command_that_may_be_repeated_is_repeated_without_a_question()
    {
        _business.LettersWaitFor("go", "\n        repeatable: true");
        await KillFailoverAsync();
        _business.Write("go", "");
        var resume = await _business.InOfficeAsync("run", "resume");
        Assert.True(resume.ExitCode == 0, resume.ToString());
    }

    [Fact]
    public async Task A_failover_that_is_given_up_makes_room_for_another()
    {
        _business.LettersWaitFor("go");
        var run = await KillFailoverAsync();
        Assert.Equal(2, (await _business.InOfficeAsync("run", "abort", run)).ExitCode);
        var abort = await _business.InOfficeAsync("run", "abort", run, "--why", "it was only a power cut");
        Assert.True(abort.ExitCode == 0, abort.ToString());
        Assert.Contains("it was only a power cut", _business.Read($"state/evidence/{run}.jsonl"), StringComparison.Ordinal);
        Assert.Equal(6, (await _business.InOfficeAsync("run", "abort", run, "--why", "again")).ExitCode);
        Assert.Equal(6, (await _business.InOfficeAsync("run", "resume", run)).ExitCode);

        // What the first one restored whole may be in use: it stays until somebody moves it.
        _business.Write("go", "");
        _business.Write("colo/server/orders/3.txt", "sold since");
        var beside = await _business.InOfficeAsync("failover", "--yes");
        Assert.Equal(3, beside.ExitCode);
        Assert.Contains(run, beside.Output, StringComparison.Ordinal);
        Assert.Equal("sold since", _business.Read("colo/server/orders/3.txt"));
        foreach (var system in new[] { "orders", "letters" })
        {
            Directory.Move(_business["colo/server/" + system], _business["colo/old " + system]);
        }

        // The till works with what was moved away.
        var stale = await _business.InOfficeAsync("run", "resume");
        Assert.Equal(3, stale.ExitCode);
        Assert.Contains("service till runs already", stale.Output, StringComparison.Ordinal);
        Assert.Contains($"{run} started it", stale.Output, StringComparison.Ordinal);
        _business.EndProcesses();
        var resumed = await _business.InOfficeAsync("run", "resume");
        Assert.True(resumed.ExitCode == 0, resumed.ToString());
    }

    [Fact]
    public async Task What_failed_may_be_said_done_by_whoever_did_it_by_hand()
    {
        await _business.ProtectAsync();
        _business.Write("colo/server/letters/mine.txt", "in the way");
        var failover = await _business.InOfficeAsync("failover", "--yes");
        Assert.Equal(3, failover.ExitCode);
        Assert.Contains("did not restore there, first " + _business["colo/server/letters/mine.txt"], failover.Output, StringComparison.Ordinal);

        _business.Write("colo/server/letters/a.txt", "Dear A, by hand");
        var resumed = await _business.InOfficeAsync("run", "resume", "--done", "letters/restore");

        Assert.True(resumed.ExitCode == 0, resumed.ToString());
        Assert.Contains("letters/restore had happened, says the operator", resumed.Output, StringComparison.Ordinal);
        Assert.Equal(3, (await _business.InOfficeAsync("failover", "--yes", "--again")).ExitCode);
        Assert.Equal(("Dear A, by hand", "in the way"), (_business.Read("colo/server/letters/a.txt"), _business.Read("colo/server/letters/mine.txt")));
    }

    [Fact]
    public async Task A_command_that_outlived_its_run_is_ended_before_it_begins_again()
    {
        _business.Replan("- run: \"true\"", $"- run: \"echo begun >>{_business["log"]}; while [ ! -e {_business["go"]} ]; do sleep 0.1; done; echo done >>{_business["log"]}\"\n        repeatable: true");
        await _business.ProtectAsync();
        using var failover = SmallBusiness.Start(["failover", "--yes", .. _business.Here]);
        await failover.UntilAsync(() => File.Exists(_business["log"]), "the command");
        await failover.KillAsync();
        using var resumed = SmallBusiness.Start(["run", "resume", .. _business.Here]);
        await resumed.UntilAsync(() => _business.Read("log").Split('\n').Length == 3, "the command again");
        _business.Write("go", "");
        var end = await resumed.EndedAsync();
        Assert.True(end.ExitCode == 0, end.ToString());
        Assert.Contains("an earlier try of it still ran and was ended first", end.Output, StringComparison.Ordinal);
        Assert.Equal("begun\nbegun\ndone\n", _business.Read("log"));
    }

    [Fact]
    public async Task What_a_finished_failover_brought_back_is_not_replaced_by_another_one()
    {
        await _business.ProtectAsync();
        Assert.Equal(0, (await _business.FailoverAsync()).ExitCode);
        _business.Write("colo/server/orders/3.txt", "sold since");
        var another = await _business.FailoverAsync();
        Assert.Equal(6, another.ExitCode);
        Assert.Contains(" was a failover of this plan", another.Error, StringComparison.Ordinal);
        var again = await _business.FailoverAsync("--again");
        Assert.Equal(3, again.ExitCode);
        Assert.Contains("what was written there since", again.Output, StringComparison.Ordinal);
        Assert.Equal("sold since", _business.Read("colo/server/orders/3.txt"));
    }

    [Fact]
    public async Task An_interrupted_failover_says_how_to_go_on_and_leaves_no_command_running()
    {
        _business.LettersWaitFor("go");
        await _business.ProtectAsync();
        using var failover = await _business.StartWaitingAsync(["failover", "--yes", .. _business.Here]);
        var end = await failover.InterruptAsync();
        Assert.Equal(130, end.ExitCode);
        Assert.Contains("holdfast run resume", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(ProcessTable.Mentioning(_business.Root), line => line.Contains("while", StringComparison.Ordinal));
        _business.Write("go", "");
        Assert.Equal(0, (await _business.InOfficeAsync("run", "resume", "--redo", Command)).ExitCode);
    }

    [Fact]
    public async Task A_drill_is_never_taken_up_as_if_it_were_a_failover()
    {
        await _business.ProtectAsync();
        Assert.Equal(0, (await _business.InOfficeAsync("drill")).ExitCode);
        var drill = Path.GetFileName(Directory.EnumerateDirectories(_business["state/runs"]).Single());
        var resume = await _business.InOfficeAsync("run", "resume", drill);
        Assert.Equal(6, resume.ExitCode);
        Assert.Contains("is a drill", resume.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_business["colo/server"]));
    }

    [Fact]
    public async Task A_damaged_journal_of_an_old_drill_does_not_stand_in_the_way_of_a_failover()
    {
        await _business.ProtectAsync();
        Assert.Equal(0, (await _business.InOfficeAsync("drill")).ExitCode);
        var journal = Directory.EnumerateFiles(_business["state/runs"], "journal.jsonl", SearchOption.AllDirectories).Single();
        File.WriteAllText(journal, File.ReadAllText(journal).Replace("office fire", "office fir3", StringComparison.Ordinal));
        var failover = await _business.InOfficeAsync("failover", "--yes");
        Assert.True(failover.ExitCode == 0, failover.ToString());
        var list = await _business.InOfficeAsync("run", "list");
        Assert.True(list.ExitCode == 0, list.ToString());
        Assert.Contains("damaged", list.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _business.Dispose();

    private string OnlyFailover => Path.GetFileName(Directory.EnumerateDirectories(_business["state/runs"], "*-failover-*").Single());

    private async Task<string> KillFailoverAsync()
    {
        await _business.ProtectAsync();
        using var failover = await _business.StartWaitingAsync(["failover", "--yes", .. _business.Here]);
        await failover.UntilAsync(() => _business.Read($"state/runs/{OnlyFailover}/journal.jsonl").Contains("orders/check 1", StringComparison.Ordinal), "the orders");
        await failover.KillAsync();
        return OnlyFailover;
    }
}
