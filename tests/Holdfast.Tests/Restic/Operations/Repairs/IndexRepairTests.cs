using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Repairs;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Repairs;

public sealed class IndexRepairTests : RepairFixture
{
    [Fact]
    public async Task A_right_index_is_left_as_it_is()
    {
        Put("a", "one");
        await BackupAsync();
        var files = await FilesAsync();
        Assert.True((await RepairAsync()).IsNothing);
        Assert.Equal(files, await FilesAsync());
    }

    [Fact]
    public async Task Without_any_index_it_is_made_from_the_packs()
    {
        Put("a", "one");
        var packs = (await BackupAsync()).PacksAdded;
        await Backend.RemoveAsync(await OnlyAsync(FileKind.Index), Ct);
        var check = await Repository.CheckAsync(new(), null, Ct);
        Assert.True(check.SuggestRepairIndex);
        Assert.False(check.SuggestPrune);

        var plan = await RepairAsync();

        Assert.Equal(packs.Count, plan.Added.Count);
        Assert.True(await IsGoodAsync());
        Assert.True((await RestoreAsync()).IsComplete);
    }

    [Fact]
    public async Task A_damaged_index_file_is_replaced_and_another_that_is_right_stays()
    {
        Put("a", "one");
        await BackupAsync();
        var first = await OnlyAsync(FileKind.Index);
        Put("b", "two");
        await BackupAsync();
        await ReplaceAsync(first, "gone bad"u8.ToArray());
        var right = Assert.Single(await FilesAsync(), f => f != first);

        var plan = await RepairAsync();

        Assert.Single(plan.DamagedIndexFiles);
        Assert.Equal(2, plan.Added.Count);
        Assert.Contains(right, await FilesAsync());
        Assert.DoesNotContain(first, await FilesAsync());
        Assert.True(await IsGoodAsync());
    }

    [Fact]
    public async Task A_pack_that_is_gone_leaves_the_index()
    {
        Put("a", "one");
        await BackupAsync();
        var gone = (await WhereAsync("one")).Pack;
        await Backend.RemoveAsync(FileOf(gone), Ct);
        Assert.Equal([gone], (await RepairAsync()).Missing);
        Assert.DoesNotContain(gone, (await IndexAsync()).Packs.Keys);
        Assert.Empty((await Repository.CheckAsync(new(), null, Ct)).MissingPacks);
    }

    [Fact]
    public async Task When_index_files_contradict_each_other_the_packs_decide()
    {
        Put("a", "one");
        await BackupAsync();
        var truth = (await IndexAsync()).Packs[(await WhereAsync("one")).Pack];
        await SaveIndexAsync(truth with { Blobs = [truth.Blobs[0] with { UncompressedLength = 7 }] });
        Assert.Equal([truth.Id], (await RepairAsync()).Corrected);
        Assert.Equal(truth.Blobs, (await IndexAsync()).Packs[truth.Id].Blobs);
        Assert.True(await IsGoodAsync());
    }

    [Fact]
    public async Task A_pack_that_is_split_over_two_entries_becomes_one_again()
    {
        var id = await PackAsync("one", "two");
        var truth = (await IndexAsync()).Packs[id];
        await Backend.RemoveAsync(await OnlyAsync(FileKind.Index), Ct);
        await SaveIndexAsync(truth with { Blobs = [truth.Blobs[0]] }, truth with { Blobs = [truth.Blobs[1]] });
        Assert.Equal([id], (await RepairAsync()).Corrected);
        Assert.Equal(truth.Blobs, (await IndexAsync()).Packs[id].Blobs);
        Assert.True(await IsGoodAsync());
    }

    [Fact]
    public async Task A_pack_that_is_listed_twice_is_listed_once_afterwards()
    {
        var id = await PackAsync("one");
        var truth = (await IndexAsync()).Packs[id];
        await PackAsync("two");
        await SaveIndexAsync(truth, (await IndexAsync()).Packs.Values.Single(p => p.Id != id));
        Assert.Equal(2, (await IndexAsync()).ListedTwice.Count);
        Assert.Empty((await RepairAsync()).Corrected);
        Assert.Empty((await IndexAsync()).ListedTwice);
        Assert.True(await IsGoodAsync());
    }

    [Fact]
    public async Task What_the_index_says_of_a_pack_without_a_header_is_kept_because_it_may_be_all_that_is_known()
    {
        Put("a", "one");
        await BackupAsync();
        var place = await WhereAsync("one");
        var content = await LoadAsync(FileOf(place.Pack));
        await ReplaceAsync(FileOf(place.Pack), content[..^10]);
        Assert.Equal(place.Pack, Assert.Single((await RepairAsync()).Damaged).Pack);
        Assert.Equal(place, await WhereAsync("one"));
        Assert.Equal(place.Pack, Assert.Single((await RepairAsync(readAllPacks: true)).Damaged).Pack);
        Assert.Equal(place, await WhereAsync("one"));
    }

    [Fact]
    public async Task Reading_all_packs_makes_the_same_index_anew()
    {
        Put("a", "one");
        await BackupAsync();
        Put("b", "two");
        await BackupAsync();
        var (before, files) = (await IndexAsync(), await FilesAsync());

        var plan = await RepairAsync(readAllPacks: true);

        Assert.Equal(2, plan.ObsoleteFiles);
        Assert.Empty(plan.Corrected);
        Assert.DoesNotContain(await OnlyAsync(FileKind.Index), files);
        var after = await IndexAsync();
        Assert.Equal(before.Packs.Count, after.Packs.Count);
        Assert.All(before.Packs.Values, p => Assert.Equal(p.Blobs, after.Packs[p.Id].Blobs));
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        Put("a", "one");
        await BackupAsync();
        var files = await FilesAsync();
        await Backend.RemoveAsync(FileOf((await WhereAsync("one")).Pack), Ct);
        Assert.Single((await Repository.RepairIndexAsync(new(DryRun: true), null, Ct)).Missing);
        Assert.Equal(files, await FilesAsync());
    }

    [Fact]
    public async Task When_the_store_lists_no_packs_the_index_is_not_emptied()
    {
        Put("a", "one");
        await BackupAsync();
        var files = await FilesAsync();
        foreach (var (pack, _) in await Backend.ListAsync(FileKind.Pack, Ct))
        {
            await Backend.RemoveAsync(pack, Ct);
        }

        var error = await Assert.ThrowsAsync<RepositoryException>(() => RepairAsync());
        Assert.Equal(RepositoryFault.Storage, error.Fault);
        Assert.Equal(files, await FilesAsync());
    }

    [Fact]
    public async Task When_the_listing_leaves_out_a_pack_that_is_there_nothing_is_changed()
    {
        Put("a", "one");
        await BackupAsync();
        var files = await FilesAsync();
        await using var opened = await Repository.OpenAsync(new ShortListing(Backend), Secret, Clock, Ct);
        var error = await Assert.ThrowsAsync<RepositoryException>(() => opened.RepairIndexAsync(new(), null, Ct));
        Assert.True(error.IsTransient);
        Assert.Equal(files, await FilesAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Cut_off_at_any_save_the_old_index_is_whole_and_the_next_run_completes(int goodSaves)
    {
        Put("a", "one");
        await BackupAsync();
        Backend.GoodSaves = Backend.Saves + goodSaves - 1;
        await Assert.ThrowsAsync<RepositoryException>(() => RepairAsync(readAllPacks: true));
        Backend.GoodSaves = int.MaxValue;
        Assert.True(await IsGoodAsync());
        await RepairAsync(readAllPacks: true);
        Assert.True(await IsGoodAsync());
        Assert.Empty((await IndexAsync()).ListedTwice);
    }

    [Fact]
    public async Task A_new_index_that_the_store_does_not_give_back_costs_no_old_one()
    {
        Put("a", "one");
        await BackupAsync();
        var old = await OnlyAsync(FileKind.Index);
        Backend.Meanwhile = file => file.Kind == FileKind.Index
            ? throw new RepositoryException(RepositoryFault.Storage, "the store took it and lost it")
            : Task.CompletedTask;
        await Assert.ThrowsAsync<RepositoryException>(() => RepairAsync(readAllPacks: true));
        Assert.Contains(old, await FilesAsync());
    }

    private Task<IndexRepairPlan> RepairAsync(bool readAllPacks = false) => Repository.RepairIndexAsync(new(readAllPacks), null, Ct);

    private async Task<HashSet<FileName>> FilesAsync() => [.. (await Backend.ListAsync(FileKind.Index, Ct)).Select(f => f.File)];

    private sealed class ShortListing(IBackend inner) : IBackend
    {
        public string Location => inner.Location;

        public Task CreateAsync(CancellationToken ct) => inner.CreateAsync(ct);

        public Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct) => inner.SaveAsync(file, content, ct);

        public Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct) => inner.LoadAsync(file, offset, buffer, ct);

        public async Task<IReadOnlyList<StoredFile>> ListAsync(FileKind kind, CancellationToken ct)
        {
            var all = await inner.ListAsync(kind, ct);
            return kind == FileKind.Pack ? [.. all.Skip(1)] : all;
        }

        public Task<long?> SizeAsync(FileName file, CancellationToken ct) => inner.SizeAsync(file, ct);

        public Task RemoveAsync(FileName file, CancellationToken ct) => inner.RemoveAsync(file, ct);
    }
}
