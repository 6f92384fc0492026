using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>Evidence that is not what was sealed is found out, and said where.</summary>
public sealed class EvidenceFileTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task Changed_and_cut_off_evidence_is_told_from_whole_evidence()
    {
        await _business.ProtectAsync();
        Assert.Equal(0, (await _business.InOfficeAsync("drill")).ExitCode);
        var file = Directory.EnumerateFiles(_business["state/evidence"]).Single();
        var whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(0, (await VerifyAsync(file, "--state", _business["state"])).ExitCode);

        // 1. One byte, in the third line.
        var at = Enumerable.Range(0, whole.Length).Where(i => whole[i] == (byte)'\n').ElementAt(1) + 20;
        byte[] changed = [.. whole[..at], (byte)(whole[at] ^ 1), .. whole[(at + 1)..]];
        _business.Write("changed.jsonl", "");
        await File.WriteAllBytesAsync(_business["changed.jsonl"], changed, TestContext.Current.CancellationToken);
        var one = await VerifyAsync(_business["changed.jsonl"]);
        Assert.Equal(7, one.ExitCode);
        Assert.Contains("NOT what was sealed. Line 3 ", one.Output, StringComparison.Ordinal);

        // 2. Cut off: in a line, and whole lines.
        foreach (var left in new[] { whole.Length - 5, Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1, 0 })
        {
            await File.WriteAllBytesAsync(_business["cut.jsonl"], whole[..left], TestContext.Current.CancellationToken);
            var cut = await VerifyAsync(_business["cut.jsonl"]);
            Assert.True(cut.ExitCode == 7, cut.ToString());
            Assert.Contains("NOT what was sealed", cut.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Evidence_of_another_key_is_not_taken_for_ours()
    {
        await _business.ProtectAsync();
        Assert.Equal(0, (await _business.InOfficeAsync("drill")).ExitCode);
        Assert.Equal(0, (await Built.RunAsync(["drill", .. _business.FromVault])).ExitCode);
        var file = Directory.EnumerateFiles(_business["state/evidence"]).Single();
        var other = await VerifyAsync(file, "--state", _business["colo-state"]);
        Assert.Equal(7, other.ExitCode);
        Assert.Contains("sealed by another key", other.Output, StringComparison.Ordinal);
        var none = await VerifyAsync(file, "--state", _business["nowhere"]);
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("has no key", none.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_business["nowhere"]));
    }

    /// <summary>Whole, sealed, and of another run: such as another business's in the place of ours.</summary>
    [Fact]
    public async Task Evidence_of_another_run_under_the_name_of_this_one_is_found_out()
    {
        await _business.ProtectAsync();
        Assert.Equal(0, (await _business.InOfficeAsync("drill")).ExitCode);
        var file = Directory.EnumerateFiles(_business["state/evidence"]).Single();
        File.Copy(file, _business["a copy.jsonl"]);
        Assert.Equal(0, (await VerifyAsync(_business["a copy.jsonl"])).ExitCode);
        var other = Path.Combine(_business["state/evidence"], "20260101T120000Z-failover-abcd.jsonl");
        File.Copy(file, other);
        var found = await VerifyAsync(other);
        Assert.Equal(7, found.ExitCode);
        Assert.Contains("named for another run", found.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _business.Dispose();

    private static Task<ProgramRun> VerifyAsync(string file, params string[] more) => Built.RunAsync(["evidence", "verify", file, .. more]);
}
