using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>What restic wrote, damaged, repaired by us, and judged by restic.</summary>
public sealed class RepairTests : IDisposable
{
    private const string Secret = "repair";
    private readonly TemporaryFolder _folder = new();
    private readonly ResticProgram _restic;

    public RepairTests()
    {
        _restic = new(_folder["repository"], Secret);
        _restic.Run("init");
        Directory.CreateDirectory(_folder["source/folder"]);
        File.WriteAllBytes(_folder["source/large"], Content(5, 6_000_000));
        File.WriteAllText(_folder["source/folder/small"], "small");
        _restic.RunIn(_folder.Path, "backup", "source");
        File.WriteAllText(_folder["source/folder/more"], "more");
        _restic.RunIn(_folder.Path, "backup", "source");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("none")]
    [InlineData("one missing")]
    [InlineData("one damaged")]
    [InlineData("all of them believed in nothing")]
    public void Whatever_became_of_restics_index_it_is_made_again(string damage)
    {
        var files = Directory.GetFiles(_folder["repository/index"]);
        Assert.Equal(2, files.Length);
        foreach (var file in damage == "none" ? files : files[..1])
        {
            Change(file, damage == "one damaged" ? b => b[30] ^= 1 : null);
        }

        if (damage == "all of them believed in nothing")
        {
            Run("repair", "index", "--read-all-packs");
        }
        else
        {
            Assert.Equal(1, TryRun("check").Code);
            Run("repair", "index");
        }

        RequireClean(snapshots: 2);
        Assert.Equal("small", _restic.Run("dump", "latest", "source/folder/small"));
    }

    [Fact]
    public void A_pack_that_is_gone_costs_only_what_was_in_it()
    {
        File.Delete(LargestPack());
        Assert.Equal(1, TryRun("check").Code);
        Run("repair", "index");
        Assert.Contains("modified 2 snapshots", Run("repair", "snapshots", "--forget"), StringComparison.Ordinal);
        RequireClean(snapshots: 2);
        Assert.Equal("more", _restic.Run("dump", "latest", "source/folder/more"));
        Assert.Equal("", _restic.Run("dump", "latest", "source/large"));
    }

    [Fact]
    public void A_bit_that_turned_in_a_pack_costs_one_blob()
    {
        var pack = LargestPack();
        Change(pack, b => b[100] ^= 1);
        var check = TryRun("check", "--read-data", "--json");
        Assert.Equal(1, check.Code);
        Assert.Contains(Path.GetFileName(pack), check.Output, StringComparison.Ordinal);

        Run("repair", "packs", Path.GetFileName(pack));
        Assert.Contains("would modify 2 snapshots", Run("repair", "snapshots", "--dry-run"), StringComparison.Ordinal);
        Run("repair", "snapshots", "--forget");

        RequireClean(snapshots: 2);
        Assert.True(File.Exists(_folder["work/pack-" + Path.GetFileName(pack)]));
        Assert.Equal("small", _restic.Run("dump", "latest", "source/folder/small"));
    }

    [Fact]
    public void A_pack_that_is_cut_off_behind_its_blobs_loses_nothing()
    {
        var pack = LargestPack();
        Change(pack, null, b => b[..^20]);
        Run("repair", "packs", Path.GetFileName(pack));
        RequireClean(snapshots: 2);
        Assert.Contains("no snapshots were modified", Run("repair", "snapshots"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_pack_damaged_in_turn_ends_in_a_repository_that_restic_finds_clean()
    {
        foreach (var pack in Directory.GetFiles(_folder["repository/data"], "*", SearchOption.AllDirectories))
        {
            Change(pack, b => b[40] ^= 1);
            Run("repair", "packs", Path.GetFileName(pack));
            Run("repair", "snapshots", "--forget");
            _restic.Run("check", "--read-data");
        }
    }

    private void RequireClean(int snapshots)
    {
        Assert.Contains("no errors were found", _restic.Run("check", "--read-data"), StringComparison.Ordinal);
        Assert.Contains("no errors were found", Run("check", "--read-data"), StringComparison.Ordinal);
        Assert.Contains($"{snapshots} snapshots", _restic.Run("snapshots"), StringComparison.Ordinal);
    }

    private string LargestPack() =>
        Directory.GetFiles(_folder["repository/data"], "*", SearchOption.AllDirectories).MaxBy(p => new FileInfo(p).Length)!;

    // Files of a repository cannot be written to; whoever damages one puts another into its place.
    private static void Change(string file, Action<byte[]>? change, Func<byte[], byte[]>? replace = null)
    {
        var content = File.ReadAllBytes(file);
        change?.Invoke(content);
        File.Delete(file);
        if (change is not null || replace is not null)
        {
            File.WriteAllBytes(file, replace?.Invoke(content) ?? content);
        }
    }

    private static byte[] Content(int seed, int length)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    private string Run(params string[] arguments)
    {
        Directory.CreateDirectory(_folder["work"]);
        return Shell.Run(Built.Holdfast, ["repo", .. arguments], Environment, _folder["work"]);
    }

    private (int Code, string Output, string Errors) TryRun(params string[] arguments) =>
        Shell.TryRun(Built.Holdfast, ["repo", .. arguments], Environment);

    private Dictionary<string, string> Environment => new() { ["RESTIC_REPOSITORY"] = _folder["repository"], ["RESTIC_PASSWORD"] = Secret };
}
