using System.Security.Cryptography;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Backends.Caching;
using Xunit;

namespace Holdfast.Tests.Restic.Backends;

public sealed class CachedBackendTests : BackendContract, IDisposable
{
    private static readonly string Id = new('a', 64);
    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-").FullName;
    private readonly FlakyBackend _far = new(new MemoryBackend());
    private readonly List<string> _told = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private protected override Task<IBackend> NewAsync() => Task.FromResult<IBackend>(New());

    private string Root => Path.Combine(_folder, "cache");

    private CachedBackend New(bool isTemporary = false)
    {
        var backend = new CachedBackend(_far, Root, isTemporary, _told.Add);
        backend.Opened(Id);
        return backend;
    }

    [Theory]
    [InlineData(FileKind.Snapshot)]
    [InlineData(FileKind.Index)]
    [InlineData(FileKind.Pack)]
    public async Task What_came_once_does_not_come_again(FileKind kind)
    {
        var (file, content) = await StoredAsync(kind);
        Assert.Equal(content[10..20], await LoadAsync(New(), file, 10, 10));

        // Another process later.
        var again = New();
        await again.ListAsync(kind, Ct);
        var calls = _far.Calls;
        Assert.Equal(content[100..], await LoadAsync(again, file, 100, content.Length - 100));
        Assert.Equal(content, await LoadAsync(again, file, 0, content.Length));
        Assert.Equal(calls, _far.Calls);
        Assert.Equal(content, File.ReadAllBytes(PathOf(file)));
    }

    [Fact]
    public async Task A_listed_index_in_the_cache_is_not_asked_for_at_all()
    {
        var (file, content) = await StoredAsync(FileKind.Index);
        await LoadAsync(New(), file, 0, content.Length);
        var again = New();
        await again.ListAsync(FileKind.Index, Ct);
        var calls = _far.Calls;
        Assert.Equal(content, await again.LoadVerifiedAsync(file, Ct));
        Assert.Equal(calls, _far.Calls);
    }

    [Fact]
    public async Task What_we_save_ourselves_is_in_it()
    {
        var content = RandomNumberGenerator.GetBytes(1000);
        var file = FileOf(FileKind.Snapshot, content);
        var backend = New();
        await backend.SaveAsync(file, content, Ct);
        Assert.Equal(content, File.ReadAllBytes(PathOf(file)));
    }

    [Fact]
    public async Task Data_and_what_must_be_fresh_are_not_kept()
    {
        var backend = New();
        foreach (var kind in new[] { FileKind.Pack, FileKind.Key, FileKind.Lock })
        {
            var file = NewName(kind);
            await backend.SaveAsync(file, new byte[10], Ct);
            await LoadAsync(backend, file, 0, 10);
        }

        Assert.DoesNotContain(Directory.GetFiles(Root, "*", SearchOption.AllDirectories), f => FileName.IsId(Path.GetFileName(f)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_damaged_or_cut_off_entry_is_fetched_anew(bool isCutOff)
    {
        var (file, content) = await StoredAsync(FileKind.Pack);
        await LoadAsync(New(), file, 0, 10);
        var bad = isCutOff ? content[..500] : [.. content[..^1], (byte)(content[^1] ^ 1)];
        File.WriteAllBytes(PathOf(file), bad);

        Assert.Equal(content, await LoadAsync(New(), file, 0, content.Length));
        Assert.Equal(content, File.ReadAllBytes(PathOf(file)));
    }

    [Fact]
    public async Task What_the_store_gives_damaged_is_passed_on_but_not_kept()
    {
        var file = NewName(FileKind.Index) with { HoldsTrees = false };
        await _far.SaveAsync(file, new byte[100], Ct);
        Assert.Equal(new byte[100], await LoadAsync(New(), file, 0, 100));
        Assert.False(File.Exists(PathOf(file)));
    }

    [Fact]
    public async Task An_entry_that_vanishes_while_we_run_is_fetched_again()
    {
        var (file, content) = await StoredAsync(FileKind.Pack);
        var backend = New();
        await LoadAsync(backend, file, 0, 10);
        File.Delete(PathOf(file));
        Assert.Equal(content[5..50], await LoadAsync(backend, file, 5, 45));
    }

    [Fact]
    public async Task What_the_store_does_not_list_any_more_is_dropped()
    {
        var (file, _) = await StoredAsync(FileKind.Snapshot);
        var (kept, _) = await StoredAsync(FileKind.Snapshot);
        var backend = New();
        await LoadAsync(backend, file, 0, 10);
        await LoadAsync(backend, kept, 0, 10);
        await _far.RemoveAsync(file, Ct);
        await backend.ListAsync(FileKind.Snapshot, Ct);
        Assert.Equal((false, true), (File.Exists(PathOf(file)), File.Exists(PathOf(kept))));
        Assert.Null(await backend.SizeAsync(file, Ct));
    }

    [Fact]
    public async Task A_cache_that_cannot_be_made_is_done_without_and_told_once()
    {
        File.WriteAllText(Root, "no folder");
        var (file, content) = await StoredAsync(FileKind.Index);
        var backend = New();
        Assert.Equal(content, await LoadAsync(backend, file, 0, content.Length));
        await backend.SaveAsync(NewName(FileKind.Snapshot), new byte[3], Ct);
        Assert.Contains(Root, Assert.Single(_told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_any_more_is_done_without()
    {
        var backend = New();
        var (file, content) = await StoredAsync(FileKind.Index);
        File.WriteAllText(Path.Combine(Root, Id, "index"), "in the way"); // As a full disk: no entry can be made.
        Assert.Equal(content, await LoadAsync(backend, file, 0, content.Length));
        Assert.Single(_told);
    }

    [Fact]
    public async Task Many_who_want_trees_of_one_pack_fetch_it_once()
    {
        var (file, content) = await StoredAsync(FileKind.Pack);
        var backend = New();
        await backend.ListAsync(FileKind.Pack, Ct);
        var calls = _far.Calls;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => LoadAsync(backend, file, i, 100)));
        Assert.Equal(calls + 1, _far.Calls);
    }

    [Fact]
    public async Task A_temporary_cache_leaves_nothing_behind()
    {
        var (file, _) = await StoredAsync(FileKind.Index);
        var backend = New(isTemporary: true);
        await LoadAsync(backend, file, 0, 10);
        Assert.True(File.Exists(PathOf(file)));
        await backend.DisposeAsync();
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public void Only_caches_that_nobody_used_for_a_month_are_cleaned_up()
    {
        New();
        var now = TimeProvider.System.GetUtcNow();
        var (old, other) = (Path.Combine(Root, new string('b', 64)), Path.Combine(Root, "something else"));
        Directory.CreateDirectory(old);
        Directory.CreateDirectory(other);
        Directory.SetLastWriteTimeUtc(old, now.UtcDateTime.AddDays(-31));
        Directory.SetLastWriteTimeUtc(other, now.UtcDateTime.AddDays(-31));
        CachePlace.CleanUp(Root, now, _told.Add);
        Assert.Equal(
            ["something else", Id], Directory.GetDirectories(Root).Select(Path.GetFileName).Order(StringComparer.Ordinal).Reverse());
    }

    private async Task<(FileName File, byte[] Content)> StoredAsync(FileKind kind)
    {
        var content = RandomNumberGenerator.GetBytes(1000);
        var file = FileOf(kind, content);
        await _far.SaveAsync(file, content, Ct);
        return (file, content);
    }

    private static FileName FileOf(FileKind kind, byte[] content) =>
        new(kind, Convert.ToHexStringLower(SHA256.HashData(content))) { HoldsTrees = kind == FileKind.Pack };

    private string PathOf(FileName file) => Path.Combine(Root, Id, FileName.FolderOf(file.Kind), file.Name[..2], file.Name);
}
