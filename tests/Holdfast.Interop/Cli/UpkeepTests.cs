using System.Text.Json;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>Copies go when the plan says so and no sooner, and what is left is whole.</summary>
public sealed class UpkeepTests(ITestOutputHelper output) : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task Upkeep_leaves_what_the_plan_keeps_and_a_recovery_and_restic_find_it_whole()
    {
        _business.Replan("protect: { files: orders, every: 30 minutes, to: [nas, vault] }", "protect: { files: orders, every: 30 minutes, to: [nas, vault], keep: { last: 2 }, verify every: 1 week }");
        for (var copy = 0; copy < 4; copy++)
        {
            _business.Write("office/orders/1.txt", $"order {copy}");
            await _business.ProtectAsync();
        }

        var before = _business.Everything();
        var dry = await _business.InOfficeAsync("upkeep", "--dry-run");
        Assert.True(dry.ExitCode == 0, dry.ToString());
        Assert.Contains("vault: orders: 2 of 4 points stay, 2 go.", dry.Output, StringComparison.Ordinal);
        Assert.Contains("letters: all 4 points stay: the plan does not say how long.", dry.Output, StringComparison.Ordinal);
        Assert.Equal(before, _business.Everything());

        var done = await _business.InOfficeAsync("upkeep", "--json");
        Assert.True(done.ExitCode == 0, done.ToString());
        Assert.All(JsonDocument.Parse(done.Output).RootElement.GetProperty("repositories").EnumerateArray(), r => Assert.Equal(2, r.GetProperty("removed").GetInt32()));
        foreach (var vault in new[] { "office/nas", "colo/vault" })
        {
            var repository = new ResticRepository(_business[vault], _business[vault == "colo/vault" ? "kit/vault.key" : "kit/nas.key"]);
            Assert.Equal((2, 4), (repository.SnapshotsTagged("system:orders").Count, repository.SnapshotsTagged("system:letters").Count));
            repository.IsClean();
        }

        var again = await _business.InOfficeAsync("upkeep");
        Assert.Contains("Nothing is due.", again.Output, StringComparison.Ordinal);
        var status = await _business.InOfficeAsync("status");
        Assert.DoesNotContain("copy lost", status.Output, StringComparison.Ordinal);

        _business.Burn();
        var failover = await _business.FailoverAsync();
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Equal("order 3", _business.Read("colo/server/orders/1.txt"));
    }

    [Fact]
    public async Task Copies_in_doubt_never_push_out_the_last_good_one()
    {
        _business.Replan("protect: { files: letters, every: 30 minutes, to: [nas, vault] }", "protect: { files: letters, every: 30 minutes, to: [nas, vault], keep: { last: 1 } }");
        await _business.ProtectAsync();
        File.Delete(_business["office/letters/a.txt"]);
        File.Delete(_business["office/letters/b.txt"]);
        for (var copy = 0; copy < 3; copy++)
        {
            await _business.InOfficeAsync("protect", "letters");
        }

        var upkeep = await _business.InOfficeAsync("upkeep");
        Assert.True(upkeep.ExitCode == 0, upkeep.ToString());
        Assert.Contains("letters: 2 of 4 points stay, 2 go.", upkeep.Output, StringComparison.Ordinal);
        _business.Burn();
        var failover = await _business.FailoverAsync();
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Equal("Dear A", _business.Read("colo/server/letters/a.txt"));
    }

    [Fact]
    public async Task A_machine_that_knows_of_no_verified_copy_removes_nothing()
    {
        _business.Replan("protect: { files: orders, every: 30 minutes, to: [nas, vault] }", "protect: { files: orders, every: 30 minutes, to: [nas, vault], keep: { last: 1 } }");
        await _business.ProtectAsync();
        await _business.ProtectAsync();
        Directory.Delete(_business["state"], recursive: true);

        var upkeep = await _business.InOfficeAsync("upkeep", "--dry-run");

        Assert.True(upkeep.ExitCode == 3, upkeep.ToString());
        Assert.Contains("orders: all 2 points stay: no record on this machine speaks of them, so none is given up.", upkeep.Output, StringComparison.Ordinal);
        var done = await _business.InOfficeAsync("upkeep");
        Assert.True(done.ExitCode == 3, done.ToString());
        Assert.Contains("orders: none of 2 points is removed, although the plan says how long they are kept", done.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_often_it_is_killed_copies_go_on_and_the_next_one_ends_what_was_begun()
    {
        _business.Replan("protect: { files: orders, every: 30 minutes, to: [nas, vault] }", "protect: { files: orders, every: 30 minutes, to: [nas, vault], keep: { last: 1 }, verify every: 1 week }");
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var content = new byte[40_000];
        for (var kill = 0; kill < 6; kill++)
        {
            for (var copy = 0; copy < 2; copy++)
            {
                random.NextBytes(content);
                await File.WriteAllBytesAsync(_business["office/orders/1.txt"], content, TestContext.Current.CancellationToken);
                await _business.ProtectAsync();
            }

            using var upkeep = SmallBusiness.Start(["upkeep", .. _business.Here]);
            await Task.Delay(random.Next(50, 1500), TestContext.Current.CancellationToken);
            await upkeep.KillAsync();
        }

        var last = await _business.InOfficeAsync("upkeep");
        Assert.True(last.ExitCode == 0, last.ToString());
        foreach (var (vault, key) in new[] { ("office/nas", "kit/nas.key"), ("colo/vault", "kit/vault.key") })
        {
            var repository = new ResticRepository(_business[vault], _business[key]);
            Assert.Single(repository.SnapshotsTagged("system:orders"));
            repository.IsClean();
            var size = Directory.EnumerateFiles(_business[Path.Combine(vault, "data")], "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length);
            Assert.True(size < 5 * content.Length, $"{vault} still holds {size} bytes"); // 12 contents were stored.
        }
    }

    [Fact]
    public async Task What_cannot_be_looked_after_is_told()
    {
        await _business.ProtectAsync();
        Directory.Move(_business["colo/vault"], _business["colo/gone"]);
        var upkeep = await _business.InOfficeAsync("upkeep");
        var unknown = await _business.InOfficeAsync("upkeep", "tape");
        Assert.True(upkeep.ExitCode == 3, upkeep.ToString());
        Assert.Contains("vault could not be looked after", upkeep.Error, StringComparison.Ordinal);
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("The plan has no repository \"tape\".", unknown.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _business.Dispose();
}
