using Holdfast.Restic.Backends;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Checks;

public sealed class CheckTests : RepositoryFixture
{
    [Fact]
    public async Task A_good_repository_is_good()
    {
        Put("a", "one");
        await BackupAsync();
        var report = await Repository.CheckAsync(new(ReadData: true), null, Ct);
        Assert.True(report.IsGood);
        Assert.Equal((1, 2, 2), (report.Snapshots, report.Packs, report.PacksRead));
        Assert.Empty(report.Remarks);
    }

    [Fact]
    public async Task A_missing_pack_and_a_pack_of_another_size_are_found_without_reading_data()
    {
        Put("a", "one");
        var packs = (await BackupAsync()).PacksAdded;
        await Backend.RemoveAsync(new(FileKind.Pack, packs[0].ToString()), Ct);
        var second = new FileName(FileKind.Pack, packs[1].ToString());
        await ReplaceAsync(second, [.. await LoadAsync(second), 0]);
        var report = await Repository.CheckAsync(new(), null, Ct);
        Assert.Equal(packs.Order(Comparer<PackId>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))), report.BrokenPacks.Order(Comparer<PackId>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))));
    }

    [Fact]
    public async Task An_index_that_says_other_than_the_pack_is_found()
    {
        Put("a", "one");
        await BackupAsync();
        var inside = await InsideAsync();
        var index = await RepositoryIndex.LoadToReadAsync(inside.Backend, inside.Key, Ct);
        var old = await OnlyAsync(FileKind.Index);
        var lying = index.Packs.Values.Select(p => p with { Blobs = [.. p.Blobs.Select(b => b with { UncompressedLength = b.UncompressedLength + 1 })] });
        await Backend.RemoveAsync(old, Ct);
        await UnpackedFile.SaveAsync(inside.Backend, inside.Key, FileKind.Index, IndexFile.Encode(lying), Ct);
        Assert.Contains(
            (await Repository.CheckAsync(new(ReadData: true), null, Ct)).Errors,
            e => e.Contains("other blobs than the index says", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pack_that_no_index_knows_is_remarked_on_and_harms_nothing()
    {
        Put("a", "one");
        await BackupAsync();
        await Backend.SaveAsync(new(FileKind.Pack, new string('a', 64)), new byte[100], Ct);
        var report = await Repository.CheckAsync(new(), null, Ct);
        Assert.True(report.IsGood);
        Assert.Single(report.Remarks);
    }

    [Fact]
    public async Task A_damaged_snapshot_is_found_and_the_others_are_checked()
    {
        Put("a", "one");
        await BackupAsync();
        await Backend.SaveAsync(new(FileKind.Snapshot, new string('a', 64)), new byte[100], Ct);
        var report = await Repository.CheckAsync(new(), null, Ct);
        Assert.Contains(new string('a', 64), Assert.Single(report.Errors), StringComparison.Ordinal);
        Assert.Equal(1, report.Snapshots);
    }
}
