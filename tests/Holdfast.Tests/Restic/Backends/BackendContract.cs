using System.Security.Cryptography;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Xunit;

namespace Holdfast.Tests.Restic.Backends;

/// <summary>What every backend promises. Each one's test class inherits it.</summary>
public abstract class BackendContract
{
    private static readonly FileKind[] KindsWithIds = [FileKind.Key, FileKind.Pack, FileKind.Index, FileKind.Snapshot, FileKind.Lock];

    /// <summary>A store that is empty and created.</summary>
    private protected abstract Task<IBackend> NewAsync();

    /// <summary>Whether of two that save one name at the same moment one is refused. A store that looks first and then overwrites cannot promise that.</summary>
    private protected virtual bool RefusesRaces => true;

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_saved_loads_again_whole_and_in_part()
    {
        var backend = await NewAsync();
        var file = NewName(FileKind.Pack);
        await backend.SaveAsync(file, "0123456789"u8.ToArray(), Ct);

        Assert.Equal(10, await backend.SizeAsync(file, Ct));
        Assert.Equal("0123456789"u8.ToArray(), await LoadAsync(backend, file, 0, 10));
        Assert.Equal("345"u8.ToArray(), await LoadAsync(backend, file, 3, 3));
        Assert.Empty(await LoadAsync(backend, file, 10, 0));
    }

    [Fact]
    public async Task A_read_past_the_end_is_an_error_and_never_short()
    {
        var backend = await NewAsync();
        var file = NewName(FileKind.Pack);
        await backend.SaveAsync(file, "0123456789"u8.ToArray(), Ct);
        var error = await Assert.ThrowsAsync<RepositoryException>(() => LoadAsync(backend, file, 8, 3));
        Assert.Equal(RepositoryFault.Damaged, error.Fault);
    }

    [Fact]
    public async Task A_file_is_written_once()
    {
        var backend = await NewAsync();
        await backend.SaveAsync(FileName.Config, "first"u8.ToArray(), Ct);
        var error = await Assert.ThrowsAsync<RepositoryException>(() => backend.SaveAsync(FileName.Config, "other"u8.ToArray(), Ct));
        Assert.Equal(RepositoryFault.AlreadyExists, error.Fault);
        Assert.Equal("first"u8.ToArray(), await LoadAsync(backend, FileName.Config, 0, 5));
    }

    [Fact]
    public async Task What_is_not_there_has_no_size_does_not_load_and_may_be_removed()
    {
        var backend = await NewAsync();
        var file = NewName(FileKind.Snapshot);
        Assert.Null(await backend.SizeAsync(file, Ct));
        Assert.Null(await backend.SizeAsync(FileName.Config, Ct));
        var error = await Assert.ThrowsAsync<RepositoryException>(() => LoadAsync(backend, file, 0, 1));
        Assert.Equal(RepositoryFault.NotFound, error.Fault);
        await backend.RemoveAsync(file, Ct);
    }

    [Fact]
    public async Task A_listing_holds_every_file_of_its_kind_with_its_size_and_no_other()
    {
        var backend = await NewAsync();
        foreach (var kind in KindsWithIds)
        {
            Assert.Empty(await backend.ListAsync(kind, Ct));
        }

        List<StoredFile> saved = [];
        for (var i = 0; i < 40; i++)
        {
            var file = NewName(KindsWithIds[i % KindsWithIds.Length]);
            await backend.SaveAsync(file, new byte[i], Ct);
            saved.Add(new(file, i));
        }

        await backend.SaveAsync(FileName.Config, new byte[3], Ct);
        foreach (var kind in KindsWithIds)
        {
            Assert.Equal(
                saved.Where(s => s.File.Kind == kind).OrderBy(s => s.File.Name, StringComparer.Ordinal),
                (await backend.ListAsync(kind, Ct)).OrderBy(s => s.File.Name, StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task What_was_removed_is_gone_and_may_be_removed_again()
    {
        var backend = await NewAsync();
        var file = NewName(FileKind.Lock);
        await backend.SaveAsync(file, new byte[1], Ct);
        await backend.RemoveAsync(file, Ct);
        await backend.RemoveAsync(file, Ct);
        Assert.Null(await backend.SizeAsync(file, Ct));
        Assert.Empty(await backend.ListAsync(FileKind.Lock, Ct));
    }

    [Fact]
    public async Task Many_may_save_at_once_and_of_two_with_one_name_one_is_refused()
    {
        var backend = await NewAsync();
        var files = Enumerable.Range(0, 20).Select(_ => NewName(FileKind.Pack)).ToList();
        await Task.WhenAll(files.Select(f => backend.SaveAsync(f, new byte[1000], Ct)));
        Assert.Equal(20, (await backend.ListAsync(FileKind.Pack, Ct)).Count);

        var same = NewName(FileKind.Pack);
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
            await Record.ExceptionAsync(() => backend.SaveAsync(same, new byte[1000], Ct))));
        Assert.InRange(both.Count(e => e is null), 1, RefusesRaces ? 1 : 2);
        Assert.All(both, e => Assert.True(e is null or RepositoryException { Fault: RepositoryFault.AlreadyExists }));
        Assert.Equal(1000, await backend.SizeAsync(same, Ct));
    }

    [Fact]
    public async Task Large_files_come_back_as_they_went()
    {
        var backend = await NewAsync();
        var (file, content) = (NewName(FileKind.Pack), RandomNumberGenerator.GetBytes(5_000_001));
        await backend.SaveAsync(file, content, Ct);
        Assert.Equal(content, await LoadAsync(backend, file, 0, content.Length));
        Assert.Equal(content[1_234_567..4_900_000], await LoadAsync(backend, file, 1_234_567, 4_900_000 - 1_234_567));
    }

    [Fact]
    public async Task Many_may_read_and_list_at_once()
    {
        var backend = await NewAsync();
        var (file, content) = (NewName(FileKind.Index), RandomNumberGenerator.GetBytes(200_000));
        await backend.SaveAsync(file, content, Ct);
        await Task.WhenAll(Enumerable.Range(0, 30).Select(async i =>
        {
            Assert.Equal(content[(i * 1000)..(i * 1000 + 500)], await LoadAsync(backend, file, i * 1000, 500));
            Assert.Single(await backend.ListAsync(FileKind.Index, Ct));
        }));
    }

    [Fact]
    public async Task Who_gives_up_is_let_go_and_the_store_serves_the_next()
    {
        var backend = await NewAsync();
        var (file, content) = (NewName(FileKind.Pack), RandomNumberGenerator.GetBytes(3_000_000));
        using var given = new CancellationTokenSource();
        await given.CancelAsync();
        await Record.ExceptionAsync(() => backend.SaveAsync(file, content, given.Token));
        await Record.ExceptionAsync(() => backend.LoadAsync(file, 0, new byte[100], given.Token));
        if (await backend.SizeAsync(file, Ct) is null)
        {
            await backend.SaveAsync(file, content, Ct);
        }

        Assert.Equal(content, await LoadAsync(backend, file, 0, content.Length));
    }

    [Fact]
    public async Task Creating_a_store_again_leaves_its_files_alone()
    {
        var backend = await NewAsync();
        var file = NewName(FileKind.Snapshot);
        await backend.SaveAsync(file, new byte[5], Ct);
        await backend.CreateAsync(Ct);
        Assert.Equal(5, await backend.SizeAsync(file, Ct));
    }

    private protected static FileName NewName(FileKind kind) => new(kind, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));

    private protected static async Task<byte[]> LoadAsync(IBackend backend, FileName file, long offset, int length)
    {
        var buffer = new byte[length];
        await backend.LoadAsync(file, offset, buffer, Ct);
        return buffer;
    }
}
