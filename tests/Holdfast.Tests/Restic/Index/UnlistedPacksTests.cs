using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Checks;
using Xunit;

namespace Holdfast.Tests.Restic.Index;

/// <summary>Index files that are gone while all packs are there.</summary>
public sealed class UnlistedPacksTests : RepositoryFixture
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whichever_index_files_are_gone_everything_is_restored_and_nothing_is_written(int left)
    {
        await MakeAsync();
        foreach (var index in (await Backend.ListAsync(FileKind.Index, Ct)).Skip(left))
        {
            await Backend.RemoveAsync(index.File, Ct);
        }

        var saves = Backend.Saves;
        var report = await Repository.RestoreAsync(new(await LatestAsync(), "/data", Target) { NoLock = true }, null, Ct);
        Assert.True(report.IsComplete, string.Join("; ", report.Failures.Select(f => f.Why)));
        Assert.Equal((left < 2, saves), (report.PacksLookedInto > 0, Backend.Saves));
        Assert.Equal("second", File.ReadAllText(Path.Combine(Target, "b")));
        Assert.Equal(60_000, new FileInfo(Path.Combine(Target, "deep/c")).Length);
    }

    [Fact]
    public async Task Without_any_index_a_file_is_dumped_an_archive_made_and_a_folder_listed()
    {
        await MakeAsync();
        foreach (var index in await Backend.ListAsync(FileKind.Index, Ct))
        {
            await Backend.RemoveAsync(index.File, Ct);
        }

        var snapshot = await LatestAsync();
        Assert.Equal("first"u8.ToArray(), await Repository.ReadFileAsync(snapshot, "/data/a", Ct));
        Assert.Equal(["/data", "/data/a", "/data/b", "/data/deep", "/data/deep/c"], await Repository.ListAsync(snapshot, "/", true, Ct).Select(n => n.Path).ToListAsync(Ct));
        using var archive = new MemoryStream();
        await Repository.DumpAsync(new(snapshot, "/data") { NoLock = true }, archive, Ct);
        Assert.True(archive.Length > 60_000);
    }

    [Fact]
    public async Task A_pack_of_an_interrupted_backup_or_a_damaged_one_is_passed_over()
    {
        await MakeAsync();
        foreach (var index in await Backend.ListAsync(FileKind.Index, Ct))
        {
            await Backend.RemoveAsync(index.File, Ct);
        }

        await Backend.SaveAsync(new(FileKind.Pack, Digest.Of("half"u8).ToString()), "half"u8.ToArray(), Ct);
        Assert.True((await Repository.RestoreAsync(new(await LatestAsync(), "/data", Target) { NoLock = true }, null, Ct)).IsComplete);
    }

    [Fact]
    public async Task Whoever_checks_or_repairs_goes_by_the_index_as_others_will()
    {
        await MakeAsync();
        await Backend.RemoveAsync((await Backend.ListAsync(FileKind.Index, Ct))[0].File, Ct);
        Assert.False((await Repository.CheckAsync(new CheckRequest(NoLock: true), null, Ct)).IsGood);
    }

    [Fact]
    public async Task What_neither_an_index_nor_a_pack_has_is_told()
    {
        await MakeAsync();
        foreach (var kind in new[] { FileKind.Index, FileKind.Pack })
        {
            foreach (var file in await Backend.ListAsync(kind, Ct))
            {
                await Backend.RemoveAsync(file.File, Ct);
            }
        }

        var error = await Assert.ThrowsAsync<RepositoryException>(async () => await Repository.RestoreAsync(new(await LatestAsync(), "/data", Target) { NoLock = true }, null, Ct));
        Assert.Equal(RepositoryFault.Damaged, error.Fault);
        Assert.Contains("is in no index", error.Message, StringComparison.Ordinal);
    }

    private async Task MakeAsync()
    {
        Put("a", "first");
        await BackupAsync();
        Put("b", "second");
        Put("deep/c", string.Concat(Enumerable.Range(0, 10_000).Select(i => $"{i % 10_000:00000}\n")));
        await BackupAsync();
    }
}
