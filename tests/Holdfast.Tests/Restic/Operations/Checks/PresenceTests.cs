using System.Text;
using Holdfast.Restic;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Checks;

/// <summary>What a listing tells of files that are gone or cut short, without reading what is in them.</summary>
public sealed class PresenceTests : IAsyncLifetime
{
    private readonly Scratch _scratch = new();
    private Repository _repository = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _repository = await Repository.InitAsync(Locations.Open(_scratch["r"]), new Password("key"), TimeProvider.System, Stop);
        await TakeAsync("first", Text(1));
        await TakeAsync("second", Text(2));
    }

    [Fact]
    public async Task Nothing_is_lost_of_a_whole_repository() => Assert.Empty(await LostAsync());

    [Fact]
    public async Task Any_pack_that_is_missing_is_missed_by_the_snapshots_that_need_it_and_by_no_other()
    {
        foreach (var pack in Files("data"))
        {
            var (away, name) = (_scratch["away"], Path.GetFileName(pack)[..8]);
            File.Move(pack, away);
            var lost = await LostAsync();
            Assert.All(lost.Values, why => Assert.Equal($"pack {name} is missing", why));
            Assert.Single(lost);
            File.Move(away, pack);
        }

        Assert.Empty(await LostAsync());
    }

    [Fact]
    public async Task A_pack_that_was_cut_short_or_found_damaged_counts_as_lost()
    {
        var pack = Files("data")[0];
        Assert.Single(await LostAsync(Path.GetFileName(pack)));
        var content = await File.ReadAllBytesAsync(pack, Stop);
        File.SetUnixFileMode(pack, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllBytesAsync(pack, content[..^1], Stop);
        Assert.Matches("^pack [0-9a-f]{8} is [0-9]+ bytes long, not [0-9]+$", Assert.Single(await LostAsync()).Value);
    }

    [Fact]
    public async Task An_index_file_that_is_gone_or_damaged_is_noticed()
    {
        foreach (var index in Files("index"))
        {
            var content = await File.ReadAllBytesAsync(index, Stop);
            File.SetUnixFileMode(index, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            content[content.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(index, content, Stop);
            Assert.Contains("index", Assert.Single(await LostAsync()).Value, StringComparison.Ordinal);
            content[content.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(index, content, Stop);
        }

        File.Delete(Files("index")[0]);
        Assert.Matches("^an index file is missing; its packs are there, .*repair index", Assert.Single(await LostAsync()).Value);
        File.Delete(Files("index")[0]);
        Assert.Equal(2, (await LostAsync()).Count);
    }

    [Fact]
    public async Task A_pack_that_an_interrupted_backup_left_harms_nothing()
    {
        var stray = new string('a', 64);
        Directory.CreateDirectory(_scratch["r/data/aa"]);
        await File.WriteAllTextAsync(_scratch[$"r/data/aa/{stray}"], "half a pack", Stop);
        Assert.Empty(await LostAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _repository.DisposeAsync();
        _scratch.Dispose();
    }

    private async Task<IReadOnlyDictionary<Holdfast.Restic.Format.SnapshotId, string>> LostAsync(params string[] distrusted) =>
        await _repository.LostAsync(await _repository.SnapshotsAsync(Stop), distrusted.ToHashSet(), Stop);

    private string[] Files(string folder) => [.. Directory.GetFiles(_scratch[$"r/{folder}"], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private Task<BackupReport> TakeAsync(string folder, string content) => _repository.BackupAsync(
        new BackupRequest([new ContentTarget(Encoding.UTF8.GetBytes(content), $"/{folder}/deep/file")], "h", [], [], null, [$"/{folder}"]), null, Stop);

    private static string Text(int seed) => string.Concat(Enumerable.Range(0, 100).Select(i => $"{seed * i} "));
}
