using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>Repositories that are not there, not ours, or not what they were.</summary>
public sealed class RepositoryTroubleTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task A_wrong_key_is_said_and_the_other_repository_still_gets_its_copies()
    {
        await _business.ProtectAsync();
        _business.Write("kit/other.key", "not it\n");
        File.SetUnixFileMode(_business["kit/other.key"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        foreach (var command in new string[][] { ["failover", "--yes"], ["predict"] })
        {
            var from = await Built.RunAsync(
                [.. command, "--from", _business["colo/vault"], "--key", "file:" + _business["kit/other.key"], "--state", _business["colo-state"]]);
            Assert.True(from.ExitCode == 12, from.ToString());
            Assert.Contains(_business["colo/vault"], from.Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(_business["colo-state"]));
        }

        _business.Replan("../kit/nas.key", "../kit/other.key");
        var protect = await _business.InOfficeAsync("protect");
        Assert.Equal(3, protect.ExitCode);
        Assert.Contains("nas", protect.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("vault", protect.Error, StringComparison.Ordinal);
        Assert.Equal(2, Count(protect.Output, "vault      verified"));
        Assert.Equal(2, Count(protect.Output, "nas        FAILED"));
    }

    [Fact]
    public async Task A_repository_that_is_not_there_is_said_with_its_own_exit_code()
    {
        foreach (var command in new string[][] { ["failover", "--yes"], ["predict"] })
        {
            var run = await Built.RunAsync([.. command, .. _business.FromVault]);
            Assert.True(run.ExitCode == 10, run.ToString());
            Assert.Contains(_business["colo/vault"], run.Error, StringComparison.Ordinal);
            Assert.Contains("HINT: ", run.Error, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(_business["colo/vault"]));
        Assert.False(Directory.Exists(_business["colo-state"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_file_that_is_missing_or_open_to_everybody_is_not_used(bool missing)
    {
        await _business.ProtectAsync();
        if (missing)
        {
            File.Delete(_business["kit/vault.key"]);
        }
        else
        {
            File.SetUnixFileMode(_business["kit/vault.key"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        }

        var failover = await _business.FailoverAsync();
        Assert.True(failover.ExitCode == 12, failover.ToString());
        Assert.Contains(_business["kit/vault.key"], failover.Error, StringComparison.Ordinal);
        Assert.Contains(missing ? "HINT: put it there from where a copy of it is kept" : "HINT: chmod 600", failover.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("key of the vault", failover.ToString(), StringComparison.Ordinal);

        var protect = await _business.InOfficeAsync("protect");
        Assert.Equal(3, protect.ExitCode);
        Assert.Contains($"vault: {(missing ? "there is no key file" : "the key file")} {_business["kit/vault.key"]}", protect.Error, StringComparison.Ordinal);
        Assert.Equal(2, Count(protect.Output, "nas        verified"));
    }

    [Fact]
    public async Task Nothing_is_ever_made_over_a_folder_that_holds_other_things()
    {
        _business.Write("colo/vault/holiday.jpg", "sea");
        var protect = await _business.InOfficeAsync("protect");
        Assert.Equal(3, protect.ExitCode);
        Assert.Contains("vault: ", protect.Error, StringComparison.Ordinal);
        Assert.Contains(_business["colo/vault"], protect.Error, StringComparison.Ordinal);
        Assert.Equal([_business["colo/vault/holiday.jpg"]], Directory.EnumerateFileSystemEntries(_business["colo/vault"]));
        Assert.Equal(2, Count(protect.Output, "nas        verified"));
    }

    [Fact]
    public async Task A_repository_that_lost_its_config_is_not_made_anew_nor_written_to_and_still_recovers()
    {
        await _business.ProtectAsync();
        File.Delete(_business["colo/vault/config"]);
        var before = Under("colo/vault");
        var protect = await _business.InOfficeAsync("protect");
        Assert.Equal(3, protect.ExitCode);
        Assert.Contains("config", protect.Error, StringComparison.Ordinal);
        Assert.Equal(before, Under("colo/vault"));
        var failover = await _business.FailoverAsync();
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Contains("its config is missing", failover.Output, StringComparison.Ordinal);
        Assert.Equal("Dear A", _business.Read("colo/server/letters/a.txt"));
        Assert.Equal(before, Under("colo/vault"));
    }

    public void Dispose() => _business.Dispose();

    private string[] Under(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(_business[folder], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
