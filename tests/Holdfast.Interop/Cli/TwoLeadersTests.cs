using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>Two operators, each with a machine's state of its own, the same vault and the same recovery site.</summary>
public sealed class TwoLeadersTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Theory]
    [InlineData(0)]
    [InlineData(0.7)]
    [InlineData(3)]
    public async Task Two_failovers_of_two_machines_are_never_carried_out_both(double seconds)
    {
        await _business.ProtectAsync();
        var first = Built.RunAsync(["failover", "--yes", .. From("state-a")]);
        await Task.Delay(TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);
        var second = Built.RunAsync(["failover", "--yes", .. From("state-b")]);
        var ends = await Task.WhenAll(first, second);
        Assert.All(ends, end => Assert.True(end.ExitCode is 0 or 6, end.ToString()));
        Assert.True(ends.Count(e => e.ExitCode == 0) <= 1, string.Join('\n', ends.Select(e => e.ToString())));
        Assert.All(ends.Where(e => e.ExitCode == 6), refused =>
        {
            Assert.Matches("20[0-9]{6}T[0-9]{6}Z-failover-[a-z0-9]{4}", refused.Error);
            Assert.Contains("@", refused.Error, StringComparison.Ordinal);
        });
        if (ends.Any(e => e.ExitCode == 0))
        {
            Assert.Equal(["a.txt", "b.txt"], Directory.GetFiles(_business["colo/server/letters"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_failover_after_another_machines_is_refused_with_its_name_and_goes_ahead_when_told()
    {
        await _business.ProtectAsync();
        Assert.Equal(0, (await Built.RunAsync(["failover", "--yes", .. From("state-a")])).ExitCode);
        foreach (var journal in Directory.GetDirectories(_business["state-a/runs"]))
        {
            Assert.Matches("-failover-[a-z0-9]{4}$", journal);
        }

        // Without --from nothing is fetched: only the epoch in the vault tells of the first.
        var refused = await _business.InOfficeAsync("failover", "--yes");
        Assert.Equal(6, refused.ExitCode);
        Assert.Contains(Path.GetFileName(Assert.Single(Directory.GetDirectories(_business["state-a/runs"]))), refused.Error, StringComparison.Ordinal);
        Assert.Contains("--again", refused.Error, StringComparison.Ordinal);

        // Told to go ahead it does, and still replaces nothing that is in use.
        var again = await _business.InOfficeAsync("failover", "--yes", "--again");
        Assert.Equal(3, again.ExitCode);
        Assert.Contains("it is never overwritten unasked", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_was_taken_over_from_while_it_ran_stops_and_says_by_whom_and_the_other_is_told_of_it()
    {
        await _business.ProtectAsync();
        _business.LettersWaitFor("never");
        using var first = await _business.StartWaitingAsync(["failover", "--yes", "--plan", _business["office/holdfast.yaml"], "--state", _business["state-a"]]);
        var overtaken = Path.GetFileName(Assert.Single(Directory.GetDirectories(_business["state-a/runs"])));
        using var second = SmallBusiness.Start(["failover", "--yes", "--again", "--plan", _business["office/holdfast.yaml"], "--state", _business["state-b"]]);
        var stopped = await first.EndedAsync();
        Assert.True(stopped.ExitCode == 3, stopped.ToString());
        var overtaker = Path.GetFileName(Assert.Single(Directory.GetDirectories(_business["state-b/runs"])));
        Assert.Contains($"{overtaken} was given up: overtaken by {overtaker} of {Environment.UserName}@", stopped.Output, StringComparison.Ordinal);
        Assert.Contains($"beside what {overtaker}", stopped.Error, StringComparison.Ordinal); // The till that it started.
        Assert.Contains($"holdfast run stop {overtaken}", stopped.Error, StringComparison.Ordinal);

        // It finds the data of the first in use; where it waits all the same, no one comes.
        _business.Write("never", "");
        var ended = await second.EndedAsync();
        Assert.Contains($"{overtaken} of {Environment.UserName}@", ended.Error, StringComparison.Ordinal);
        Assert.Contains($"holdfast run abort {overtaken}", ended.Error, StringComparison.Ordinal);
        Assert.Contains($"may still have run when this failover took its systems over", ended.Output, StringComparison.Ordinal);
        var stop = await Built.RunAsync("run", "stop", overtaken, "--plan", _business["office/holdfast.yaml"], "--state", _business["state-a"]);
        Assert.Contains($"{overtaker} does", stop.Output + stop.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_of_the_future_makes_a_failover_ask_whose_clock_is_right()
    {
        await _business.ProtectAsync();
        var planted = await Built.RunAsync(
            "repo", "-r", _business["colo/vault"], "--password-file", _business["kit/vault.key"], "backup", _business["office/letters"], "--time", "2040-01-01 00:00:00", "--tag", "system:letters");
        Assert.True(planted.ExitCode == 0, planted.ToString());
        var refused = await _business.FailoverAsync();
        Assert.Equal(6, refused.ExitCode);
        Assert.Contains("2040-01-01", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--clock-is-right", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_business["colo/server/letters"]));

        var went = await _business.FailoverAsync("--clock-is-right", "the radio says so");
        Assert.True(went.ExitCode == 0, went.ToString());
        Assert.Contains("the radio says so", went.Output, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(_business["colo/server/letters"]).Length);
        Assert.DoesNotContain("later", went.Output.Split("Not exercised")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_planted_epoch_ends_neither_protection_nor_recovery_and_is_told()
    {
        await _business.ProtectAsync();
        await PlantAsync("2000-01-01 00:00:00", int.MaxValue);
        var protect = await _business.InOfficeAsync("protect");
        Assert.True(protect.ExitCode == 0, protect.ToString());
        Assert.Contains("above the highest known", protect.Error, StringComparison.Ordinal);
        var here = await _business.InOfficeAsync("protect", "--active-here");
        Assert.True(here.ExitCode == 0, here.ToString());
        var failover = await _business.FailoverAsync();
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Contains("is set aside", failover.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_epoch_that_looks_real_is_set_aside_by_word_and_reason()
    {
        await _business.ProtectAsync();
        var snapshot = await PlantAsync(TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), 1);
        var refused = await _business.InOfficeAsync("protect");
        Assert.Equal(6, refused.ExitCode);
        Assert.Contains($"--ignore {snapshot[..8]}", refused.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await _business.InOfficeAsync("protect", "--ignore", snapshot)).ExitCode);
        Assert.Equal(2, (await _business.InOfficeAsync("protect", "--ignore", "ab", "--because", "planted")).ExitCode);
        var protect = await _business.InOfficeAsync("protect", "--ignore", snapshot, "--because", "planted by a captured machine");
        Assert.True(protect.ExitCode == 0, protect.ToString());
        Assert.Equal(0, (await _business.InOfficeAsync("protect")).ExitCode);
        Assert.Equal(6, (await _business.FailoverAsync()).ExitCode);
        var failover = await _business.FailoverAsync("--ignore", snapshot, "--because", "planted by a captured machine");
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Contains("planted by a captured machine", failover.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _business.Dispose();

    private string[] From(string state) => ["--from", _business["colo/vault"], "--key", "file:" + _business["kit/vault.key"], "--state", _business[state], "--trust-plan", _business.PlanFingerprint];

    private async Task<string> PlantAsync(string time, int epoch)
    {
        _business.Write("evil/epoch", "x");
        var planted = await Built.RunAsync(
            [
                "repo", "-r", _business["colo/vault"], "--password-file", _business["kit/vault.key"], "backup", _business["evil/epoch"], "--json", "--time", time, "--host", "holdfast",
                "--tag", "holdfast:epoch", "--tag", string.Create(CultureInfo.InvariantCulture, $"epoch:{epoch}"), "--tag", "run:20000101T000000Z-failover",
                "--tag", "active:orders@colo-server", "--tag", "active:letters@colo-server",
            ]);
        Assert.True(planted.ExitCode == 0, planted.ToString());
        return Regex.Match(planted.Output, "\"snapshot_id\":\"([0-9a-f]{64})\"").Groups[1].Value;
    }
}
