using System.Globalization;
using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>The program that leads is killed, truly, after some entry of the journal, and again while it is taken up. Each entry in turn is in CutOffRunTests.</summary>
public sealed class KilledAnywhereTests : IDisposable
{
    private const int Entries = 14;
    private readonly SmallBusiness _business = new();
    private readonly int _seed = int.TryParse(Environment.GetEnvironmentVariable("HOLDFAST_TEST_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : Random.Shared.Next();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_failover_killed_twice_orders_nothing_twice_and_ends_with_evidence_in_the_repository(int round)
    {
        var random = new Random(_seed + round);
        var told = $"HOLDFAST_TEST_SEED={_seed}, round {round}";
        _business.Replan("- run: \"true\"", $"- run: \"echo ordered >>{_business["orders.log"]}\"");
        await _business.ProtectAsync();

        // 1. Killed, taken up and killed again; a step in doubt is settled by what the host shows.
        await KillAfterAsync(1 + random.Next(Entries), ["failover", "--yes", .. _business.FromVault]);
        var run = Path.GetFileName(Directory.EnumerateDirectories(_business["colo-state/runs"]).Single());
        await KillAfterAsync(Lines(run) + 1 + random.Next(6), ["run", "resume", .. Settled(run), "--state", _business["colo-state"]]);
        var last = await Built.RunAsync(["run", "resume", .. Settled(run), "--state", _business["colo-state"]]);

        // 2. It ended now, or had ended before.
        Assert.True(last.ExitCode == 0 || (last.ExitCode == 6 && last.Error.Contains("has ended: recovered", StringComparison.Ordinal)), $"{told}: {last}");
        Assert.Equal("ordered\n", _business.Read("orders.log"));
        var journal = _business.Read($"colo-state/runs/{run}/journal.jsonl");
        var evidence = Directory.EnumerateFiles(_business["colo-state/evidence"], "*.jsonl").Where(f => File.ReadAllText(f).StartsWith(journal, StringComparison.Ordinal)).ToArray();
        Assert.True(evidence.Length == 1, $"{told}: {evidence.Length} whole pieces of evidence");
        Assert.Equal(0, (await Built.RunAsync("evidence", "verify", evidence[0], "--state", _business["colo-state"])).ExitCode);

        // 3. Whoever has only the repository sees the same.
        var elsewhere = await Built.RunAsync("predict", "--from", _business["colo/vault"], "--key", "file:" + _business["kit/vault.key"], "--state", _business["third-state"]);
        Assert.NotEqual(1, elsewhere.ExitCode);
        Assert.Equal(journal, _business.Read($"third-state/runs/{run}/journal.jsonl"));
    }

    [Fact]
    public async Task A_drill_killed_anywhere_proves_nothing_and_the_next_one_goes_through()
    {
        var random = new Random(_seed);
        await _business.ProtectAsync();
        await KillAfterAsync(1 + random.Next(Entries - 2), ["drill", .. _business.Here]);
        var drill = await _business.InOfficeAsync("drill");
        Assert.True(drill.ExitCode == 0, $"HOLDFAST_TEST_SEED={_seed}: {drill}");
        Assert.Equal([_business["colo/vault"]], Directory.EnumerateFileSystemEntries(_business["colo"]));
    }

    public void Dispose() => _business.Dispose();

    /// <summary>What an operator finds who looks whether the order went out.</summary>
    private string[] Settled(string run)
    {
        var steps = File.ReadLines(_business[$"colo-state/runs/{run}/journal.jsonl"]).Where(line => line.EndsWith('}')).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event"))
            .Where(e => e.TryGetProperty("step", out var step) && step.GetString() == "letters/run 1").Select(e => e.GetProperty("is").GetString()).ToArray();
        if (steps is not [.., "step started"])
        {
            return [];
        }

        return [File.Exists(_business["orders.log"]) ? "--done" : "--redo", "letters/run 1"];
    }

    private int Lines(string run) => File.ReadLines(_business[$"colo-state/runs/{run}/journal.jsonl"]).Count();

    private async Task KillAfterAsync(int entries, string[] arguments)
    {
        var runs = arguments[0] == "drill" ? _business["state/runs"] : _business["colo-state/runs"];
        using var program = SmallBusiness.Start(arguments);
        try
        {
            await program.UntilAsync(() => Directory.Exists(runs) && Directory.EnumerateFiles(runs, "journal.jsonl", SearchOption.AllDirectories).Any(f => Read(f).Count(c => c == '\n') >= entries), "the entry");
            await program.KillAsync();
        }
        catch (InvalidOperationException)
        {
            // It had so few entries that it ended before.
        }
    }

    private static string Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
