using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>A file that cannot be read makes a copy partial, and a partial copy is no recovery point.</summary>
public sealed class UnreadableFileTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task A_partial_copy_is_marked_and_recovery_uses_the_older_complete_one()
    {
        await _business.ProtectAsync();
        _business.Write("office/letters/a.txt", "Dear A, once more");
        var protect = await ProtectWithUnreadableAsync();
        Assert.Equal(2, Repository.SnapshotsTagged("system:letters").Count);
        Assert.Single(Repository.SnapshotsTagged("system:letters"), tags => tags.Contains("holdfast:partial"));
        Assert.Contains("PARTIAL", protect.Output, StringComparison.Ordinal);

        var drill = await _business.InOfficeAsync("drill", "--json");
        Assert.True(drill.ExitCode == 0, drill.ToString());
        _business.Burn();
        var failover = await _business.FailoverAsync();
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Equal("Dear A", _business.Read("colo/server/letters/a.txt"));
        Assert.Equal("Dear B", _business.Read("colo/server/letters/b.txt"));
    }

    [Fact]
    public async Task A_system_with_only_a_partial_copy_has_no_recovery_point_and_its_step_says_so()
    {
        await ProtectWithUnreadableAsync();
        var failover = await _business.FailoverAsync("--json");
        Assert.True(failover.ExitCode == 3, failover.ToString());
        var told = JsonDocument.Parse(failover.Output).RootElement;
        var failure = Assert.Single(told.GetProperty("failures").EnumerateArray());
        Assert.Equal("letters/restore", failure.GetProperty("step").GetString());
        Assert.Contains("no recovery point", failure.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_business["colo/server/letters"]));
        Assert.Equal("one", _business.Read("colo/server/orders/1.txt"));
    }

    public void Dispose() => _business.Dispose();

    private ResticRepository Repository => new(_business["colo/vault"], _business["kit/vault.key"]);

    private async Task<ProgramRun> ProtectWithUnreadableAsync()
    {
        var file = _business["office/letters/b.txt"];
        File.SetUnixFileMode(file, UnixFileMode.None);
        var protect = await Built.RunAsOwnerAsync(["protect", .. _business.Here]);
        Assert.True(protect.ExitCode == 3, protect.ToString());
        Assert.Contains("PARTIAL, no recovery point", protect.Output, StringComparison.Ordinal);
        Assert.Contains(file, protect.Output, StringComparison.Ordinal);
        Assert.Equal(2, protect.Output.Split("verified").Length - 1); // The orders, in both repositories.
        return protect;
    }
}
