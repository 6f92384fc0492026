using System.Globalization;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>Protection that is cut off leaves whole repositories and locks nobody out.</summary>
public sealed class InterruptedProtectionTests : IDisposable
{
    private const int Seed = 20260301;
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
