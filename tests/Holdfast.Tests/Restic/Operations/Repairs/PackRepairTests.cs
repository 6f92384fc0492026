using Holdfast.Restic;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Repairs;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Repairs;

public sealed class PackRepairTests : RepairFixture
{
    private string Copies => Directory.CreateDirectory(Path.Combine(Source, "..", "copies")).FullName;

    [Fact]
    public async Task The_good_blobs_of_a_damaged_pack_are_saved_and_the_pack_is_kept_elsewhere()
    {
        Put("a", "one");
        Put("b", "two");
        await BackupAsync();
        var pack = await SpoilAsync("one");
        var content = await LoadAsync(FileOf(pack));

        var report = await RepairAsync(pack);

        Assert.Equal(BlobId.Of("one"u8), Assert.Single(report.Lost).Id);
        Assert.Equal((1, 0), (report.BlobsSaved, report.BlobsElsewhere));
        Assert.Equal(content, File.ReadAllBytes(Assert.Single(report.Copies)));
        Assert.Null(await Backend.SizeAsync(FileOf(pack), Ct));
        Assert.DoesNotContain(pack, (await IndexAsync()).Packs.Keys);
        var restored = await RestoreAsync();
        Assert.Equal("/a", Assert.Single(restored.Failures).Path);
        Assert.Equal("two", File.ReadAllText(Path.Combine(Target, "b")));
        Assert.Empty((await Repository.CheckAsync(new(ReadData: true), null, Ct)).BrokenPacks);
    }

    [Fact]
    public async Task A_blob_that_another_pack_has_is_not_lost()
    {
        Put("a", "one");
        await BackupAsync();
        await PackAsync("one", "filler");
        var pack = await SpoilAsync("one");
        var report = await RepairAsync(pack);
        Assert.Empty(report.Lost);
        Assert.InRange(report.BlobsElsewhere, 1, 2);
        Assert.True(await IsGoodAsync());
        Assert.True((await RestoreAsync()).IsComplete);
    }

    [Fact]
    public async Task A_good_blob_is_saved_although_the_index_says_that_another_pack_has_it_when_that_copy_is_bad()
    {
        Put("a", "one");
        Put("b", "two");
        await BackupAsync();
        var damaged = (await WhereAsync("one")).Pack;
        var other = await PackAsync("one");
        await ChangeAsync(FileOf(other), bytes => bytes[20] ^= 1);
        var two = (await WhereAsync("two")).Blob;
        await ChangeAsync(FileOf(damaged), bytes => bytes[two.Offset + 20] ^= 1);

        var report = await RepairAsync(damaged);

        Assert.Equal(BlobId.Of("two"u8), Assert.Single(report.Lost).Id);
        Assert.Equal(1, report.BlobsSaved);
        await RestoreAsync();
        Assert.Equal("one", File.ReadAllText(Path.Combine(Target, "a")));
    }

    [Fact]
    public async Task A_pack_that_is_cut_off_gives_what_the_index_knows_of_it()
    {
        Put("a", "one");
        Put("b", "two");
        await BackupAsync();
        var place = await WhereAsync("one");
        var content = await LoadAsync(FileOf(place.Pack));
        await ReplaceAsync(FileOf(place.Pack), content[..^40]);
        var report = await RepairAsync(place.Pack);
        Assert.Empty(report.Lost);
        Assert.Equal(2, report.BlobsSaved);
        Assert.True(await IsGoodAsync());
    }

    [Fact]
    public async Task A_pack_of_no_bytes_is_removed_and_all_of_it_lost()
    {
        Put("a", "one");
        await BackupAsync();
        var place = await WhereAsync("one");
        await ReplaceAsync(FileOf(place.Pack), []);
        Assert.Single((await RepairAsync(place.Pack)).Lost);
    }

    [Fact]
    public async Task A_good_pack_is_left_alone()
    {
        Put("a", "one");
        await BackupAsync();
        var pack = (await WhereAsync("one")).Pack;
        var report = await RepairAsync(pack);
        Assert.Equal([pack], report.Intact);
        Assert.Empty(report.Copies);
        Assert.NotNull(await Backend.SizeAsync(FileOf(pack), Ct));
        Assert.True(await IsGoodAsync());
    }

    [Fact]
    public async Task A_good_pack_that_was_damaged_on_its_way_here_is_not_removed()
    {
        Put("a", "one");
        await BackupAsync();
        var pack = await SpoilAsync("one");
        var bit = (int)(await WhereAsync("one")).Blob.Offset + 20;
        var good = (await LoadAsync(FileOf(pack))).Select((b, i) => i == bit ? (byte)(b ^ 1) : b).ToArray();
        var readings = 0;
        Backend.OnLoad = (file, _, _) =>
            file == FileOf(pack) && ++readings == 2 ? ReplaceAsync(file, good) : Task.CompletedTask; // From now on it is what it always was.
        var error = await Assert.ThrowsAsync<RepositoryException>(() => RepairAsync(pack));
        Assert.Equal((RepositoryFault.Storage, true), (error.Fault, error.IsTransient));
        Assert.Equal([pack], (await RepairAsync(pack)).Intact);
        Assert.True(await IsGoodAsync());
    }

    [Fact]
    public async Task Without_room_for_the_copy_nothing_is_removed()
    {
        Put("a", "one");
        await BackupAsync();
        var pack = await SpoilAsync("one");
        var before = await LoadAsync(FileOf(pack));
        await Assert.ThrowsAsync<RepositoryException>(
            () => Repository.RepairPacksAsync(new([pack], Path.Combine(Source, "nowhere")), null, Ct));
        File.WriteAllText(Path.Combine(Copies, $"pack-{pack}"), "something else");
        var other = await Assert.ThrowsAsync<RepositoryException>(() => RepairAsync(pack));
        Assert.Equal(RepositoryFault.AlreadyExists, other.Fault);
        Assert.Equal(before, await LoadAsync(FileOf(pack)));
        Assert.Contains(pack, (await IndexAsync()).Packs.Keys);
    }

    [Fact]
    public async Task A_pack_that_is_not_there_is_refused()
    {
        var error = await Assert.ThrowsAsync<RepositoryException>(() => RepairAsync(PackId.Of("none"u8)));
        Assert.Equal(RepositoryFault.Request, error.Fault);
    }

    [Fact]
    public async Task Cut_off_at_any_save_nothing_good_is_lost_and_the_next_run_completes()
    {
        // lock, pack, index of it, index without the damaged pack
        for (var saves = 0; ; saves++)
        {
            Put($"a{saves}", $"one{saves}");
            Put($"b{saves}", $"two{saves}");
            await BackupAsync();
            var pack = await SpoilAsync($"one{saves}");
            Backend.GoodSaves = Backend.Saves + saves;
            try
            {
                await RepairAsync(pack);
                Assert.True(saves > 3);
                break;
            }
            catch (RepositoryException)
            {
                Backend.GoodSaves = int.MaxValue;
                await RestoreAsync();
                Assert.Equal($"two{saves}", File.ReadAllText(Path.Combine(Target, $"b{saves}")));
            }

            Assert.Single((await RepairAsync(pack)).Lost);
            await RestoreAsync();
            Assert.Equal($"two{saves}", File.ReadAllText(Path.Combine(Target, $"b{saves}")));
            Assert.Empty((await Repository.CheckAsync(new(ReadData: true), null, Ct)).BrokenPacks);
        }
    }

    private Task<PackRepairReport> RepairAsync(PackId pack) => Repository.RepairPacksAsync(new([pack], Copies), null, Ct);
}
