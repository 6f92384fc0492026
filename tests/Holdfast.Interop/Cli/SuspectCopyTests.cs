using System.Security.Cryptography;
using System.Text.Json;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>A copy that does not hold what its system should is kept and not chosen; the last good one is.</summary>
public sealed class SuspectCopyTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task An_emptied_folder_is_suspect_and_the_failover_takes_the_copy_of_before()
    {
        await _business.ProtectAsync();
        foreach (var file in Directory.GetFiles(_business["office/letters"]))
        {
            File.Delete(file);
        }

        var protect = await _business.InOfficeAsync("protect");
        var again = await _business.InOfficeAsync("protect", "--json");
        var status = await _business.InOfficeAsync("status", "--json");
        _business.Burn();
        var failover = await _business.FailoverAsync();

        Assert.True(protect.ExitCode == 3, protect.ToString());
        Assert.Contains("SUSPECT, kept and not chosen by itself: it holds no file", protect.Output, StringComparison.Ordinal);
        Assert.Contains("2 systems: 1 counted, 1 SUSPECT", protect.Output, StringComparison.Ordinal);
        var told = JsonDocument.Parse(again.Output).RootElement;
        Assert.Equal((1, 1, 0, 0), (Of(told, "counted"), Of(told, "suspect"), Of(told, "warned"), Of(told, "failed")));
        Assert.Equal(2, told.GetProperty("copies").EnumerateArray().Count(c => c.GetProperty("outcome").GetString() == "suspect"));
        Assert.Contains("suspect copy", status.Output, StringComparison.Ordinal);
        Assert.Equal(2, Repository.SnapshotsTagged("system:letters").Count(tags => tags.Contains("holdfast:suspect")));
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Equal("Dear A", _business.Read("colo/server/letters/a.txt"));
    }

    [Fact]
    public async Task Encrypted_files_are_suspect_and_good_ones_count_again()
    {
        await _business.ProtectAsync();
        var good = Directory.GetFiles(_business["office/letters"]).ToDictionary(f => f, File.ReadAllText);
        foreach (var file in good.Keys)
        {
            await File.WriteAllBytesAsync(file + ".locked", RandomNumberGenerator.GetBytes(300), TestContext.Current.CancellationToken);
            File.Delete(file);
        }

        var protect = await _business.InOfficeAsync("protect", "letters");
        var drill = await _business.InOfficeAsync("drill");
        foreach (var (file, text) in good)
        {
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
            File.Delete(file + ".locked");
        }

        Assert.True(protect.ExitCode == 3, protect.ToString());
        Assert.Contains("looks encrypted", protect.Output, StringComparison.Ordinal);
        Assert.True(drill.ExitCode == 0, drill.ToString());
        await _business.ProtectAsync();
    }

    [Fact]
    public async Task A_copy_with_a_warning_counts_and_status_keeps_telling_until_one_without()
    {
        foreach (var file in Directory.GetFiles(_business["office/letters"]))
        {
            await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        }

        var protect = await _business.InOfficeAsync("protect");
        var warned = await _business.InOfficeAsync("status", "--json");
        _business.Write("office/letters/a.txt", "Dear A");
        await _business.ProtectAsync();
        var put = await _business.InOfficeAsync("status", "--json");

        Assert.True(protect.ExitCode == 5, protect.ToString());
        Assert.Contains("1 counted with a warning", protect.Output, StringComparison.Ordinal);
        Assert.Contains("copy with a warning", warned.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("copy with a warning", put.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_vanished_are_told_of_every_copy_until_an_operator_accepts_one()
    {
        for (var i = 0; i < 20; i++)
        {
            _business.Write($"office/letters/{i}.txt", $"Letter {i}");
        }

        await _business.ProtectAsync();
        for (var i = 0; i < 9; i++)
        {
            File.Delete(_business[$"office/letters/{i}.txt"]);
        }

        var first = await _business.InOfficeAsync("protect");
        var second = await _business.InOfficeAsync("protect");
        File.Delete(_business["office/letters/9.txt"]);
        var third = await _business.InOfficeAsync("protect");
        var status = await _business.InOfficeAsync("status", "--json");
        var points = await _business.InOfficeAsync("points", "letters");

        Assert.True((first.ExitCode, second.ExitCode, third.ExitCode) == (5, 5, 5), $"{first}\n{second}\n{third}");
        Assert.Contains("it holds 13 files, 59 % of the 22 that it held", second.Error, StringComparison.Ordinal);
        Assert.Contains("it holds 12 files, 55 % of the 22 that it held", third.Error, StringComparison.Ordinal);
        Assert.Contains("holds less", status.Output, StringComparison.Ordinal);
        var accept = points.Output[(points.Output.IndexOf("points accept ", StringComparison.Ordinal) + "points accept ".Length)..].Split(' ')[0];
        Assert.Equal(0, (await _business.InOfficeAsync("points", "accept", accept, "--because", "moved to the archive")).ExitCode);
        Assert.DoesNotContain("holds less", (await _business.InOfficeAsync("status", "--json")).Output, StringComparison.Ordinal);
        await _business.ProtectAsync();
    }

    [Fact]
    public async Task The_plan_says_what_a_copy_holds_at_least()
    {
        _business.Replan("protect: { files: letters,", "protect: { files: letters, at least: [3 files, 10 B],");

        var protect = await _business.InOfficeAsync("protect");

        Assert.True(protect.ExitCode == 3, protect.ToString());
        Assert.Contains("it holds 2 files, and the plan says at least 3", protect.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _business.Dispose();

    private ResticRepository Repository => new(_business["colo/vault"], _business["kit/vault.key"]);

    private static int Of(JsonElement told, string outcome) => told.GetProperty("summary").GetProperty(outcome).GetInt32();
}
