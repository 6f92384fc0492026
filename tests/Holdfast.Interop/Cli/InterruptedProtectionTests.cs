using System.Globalization;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>Protection that is cut off leaves whole repositories and locks nobody out.</summary>
public sealed class InterruptedProtectionTests : IDisposable
{
    private const int Seed = 20260301;
    private static readonly string[] Places = ["office/nas", "colo/vault", "state"];
    private readonly SmallBusiness _business = new();

    [Theory]
    [InlineData("INT")]
    [InlineData("KILL")]
    public async Task A_protect_that_is_cut_off_leaves_a_good_repository_and_the_next_one_goes_through(string signal)
    {
        await _business.ProtectAsync();
        var noise = new byte[96 << 20];
        new Random(Seed).NextBytes(noise);
        await File.WriteAllBytesAsync(_business["office/orders/noise"], noise, TestContext.Current.CancellationToken);
        var packs = Packs();
        using var protect = SmallBusiness.Start(["protect", .. _business.Here]);
        await protect.UntilAsync(() => Packs() > packs, "new packs");
        var end = signal == "INT" ? await protect.InterruptAsync() : await protect.KillAsync();
        Assert.True(end.ExitCode == (signal == "INT" ? 130 : 137), end.ToString() + Seed.ToString(CultureInfo.InvariantCulture));
        if (signal == "INT")
        {
            Assert.Contains("Interrupted.", end.Error, StringComparison.Ordinal);
            Repositories().ForEach(r => r.IsClean());
        }

        await _business.ProtectAsync();
        await CheckAsync("office/nas", "kit/nas.key");
        await CheckAsync("colo/vault", "kit/vault.key");
    }

    /// <summary>Everything that lasts is a file: a pack, an index, a snapshot, a record. The program is killed, truly, after some of each; every step of a copy is in the tests of crashes.</summary>
    [Fact]
    public async Task A_protect_killed_after_any_lasting_step_loses_no_point_and_the_next_one_goes_through()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("HOLDFAST_TEST_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        var random = new Random(seed);
        await _business.ProtectAsync();
        var kills = new List<string>();
        for (var (step, isDone) = (1 + random.Next(3), false); !isDone; step += 1 + random.Next(6))
        {
            // 1. Something new, and killed when so many lasting files have come.
            var orders = $"orders of step {step}, {random.Next()}";
            _business.Write("office/orders/1.txt", orders);
            var (before, killedAt) = (Lasting(), step);
            using (var protect = SmallBusiness.Start(["protect", .. _business.Here]))
            {
                await protect.UntilAsync(() => Lasting() >= before + killedAt || protect.HasEnded, "lasting files");
                isDone = !await TryKillAsync(protect);
            }

            kills.Add($"after {killedAt}");
            var told = $"HOLDFAST_TEST_SEED={seed}, killed {string.Join(", ", kills)}";

            // 2. Whatever counts can be brought back, and is what was there before or what is there now.
            var restored = await _business.InOfficeAsync("restore", "orders", "1.txt", "--to", _business[$"back-{step}"]);
            Assert.True(restored.ExitCode is 0 or 3, $"{told}: {restored}");
            Assert.NotEmpty(Directory.GetFiles(_business[$"back-{step}"], "1.txt", SearchOption.AllDirectories));

            // 3. The next one goes through, and brings the newest.
            var next = await _business.InOfficeAsync("protect");
            Assert.True(next.ExitCode == 0, $"{told}: {next}");
            Assert.Equal(0, (await _business.InOfficeAsync("restore", "orders", "1.txt", "--to", _business[$"now-{step}"])).ExitCode);
            Assert.Equal(orders, File.ReadAllText(Directory.GetFiles(_business[$"now-{step}"], "1.txt", SearchOption.AllDirectories).Single()));
            Assert.False(Directory.Exists(_business["state/unread"]) && Directory.EnumerateFiles(_business["state/unread"]).Any(), told);
        }

        Assert.True(kills.Count > 2, string.Join(", ", kills));
        await CheckAsync("office/nas", "kit/nas.key");
        await CheckAsync("colo/vault", "kit/vault.key");
    }

    [Fact]
    public async Task A_watch_ends_well_when_it_is_asked_to()
    {
        using var watch = SmallBusiness.Start(["protect", "--watch", .. _business.Here]);
        await watch.SaysAsync("letters        -> vault      verified");
        var end = await watch.InterruptAsync();
        Assert.True(end.ExitCode == 0, end.ToString());
        Assert.Contains("Stopped.", end.Output, StringComparison.Ordinal);
        Repositories().ForEach(r => r.IsClean());
    }

    public void Dispose() => _business.Dispose();

    /// <returns>False: it had ended by itself.</returns>
    private static async Task<bool> TryKillAsync(RunningProgram program)
    {
        try
        {
            return !program.HasEnded && (await program.KillAsync()).ExitCode == 137;
        }
        catch (InvalidOperationException) when (program.HasEnded)
        {
            return false;
        }
    }

    private int Lasting() => Places.Where(f => Directory.Exists(_business[f]))
        .Sum(f => Directory.EnumerateFiles(_business[f], "*", SearchOption.AllDirectories).Count(file => !file.Contains("/locks/", StringComparison.Ordinal)));

    private int Packs() => Directory.EnumerateFiles(_business["office/nas/data"], "*", SearchOption.AllDirectories).Count();

    private List<ResticRepository> Repositories() =>
        [new(_business["office/nas"], _business["kit/nas.key"]), new(_business["colo/vault"], _business["kit/vault.key"])];

    private async Task CheckAsync(string repository, string key)
    {
        // A killed program's lock keeps out none but those who want to be alone, as a check does; the hint says how to remove it.
        foreach (var verb in new[] { "unlock", "check" })
        {
            var run = await Built.RunAsync("repo", "-r", _business[repository], "--password-file", _business[key], verb);
            Assert.True(run.ExitCode == 0, run.ToString());
        }
    }
}
