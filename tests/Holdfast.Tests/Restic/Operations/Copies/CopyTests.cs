using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Copies;
using Holdfast.Restic.Operations.Locks;
using Holdfast.Restic.Snapshots;
using Holdfast.Tests.Restic.Operations.Repairs;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Copies;

public sealed class CopyTests : RepairFixture
{
    private static readonly Password Other = new("other");

    private FaultyBackend There { get; } = new(new MemoryBackend());

    [Fact]
    public async Task A_copy_is_the_same_snapshot_sealed_with_another_key()
    {
        Put("a", "one");
        Put("d/b", "two");
        await BackupAsync();
        Put("d/b", "three");
        await BackupAsync();
        await using var there = await InitAsync();

        var report = await CopyAsync(there);

        Assert.Equal((2, 0, 0), (report.Copied.Count, report.Skipped.Count, report.Failures.Count));
        Assert.True(report.SameChunker);
        var (sources, copies) = (await Repository.SnapshotsAsync(Ct), await there.SnapshotsAsync(Ct));
        Assert.Equal(
            sources.Select(s => (s.Tree, s.Time, s.HostName, (SnapshotId?)s.Id)), copies.Select(c => (c.Tree, c.Time, c.HostName, c.Original)));
        Assert.All(copies, c => Assert.Null(c.Parent));
        Assert.Equal("three"u8.ToArray(), await there.ReadFileAsync(copies[1], "/data/d/b", Ct));
        Assert.True((await there.CheckAsync(new(ReadData: true), null, Ct)).IsGood);
        foreach (var (pack, _) in await There.ListAsync(FileKind.Pack, Ct))
        {
            Assert.Null(await Backend.SizeAsync(pack, Ct));
        }
    }

    [Fact]
    public async Task Copying_again_copies_nothing_and_copying_back_neither()
    {
        Put("a", "one");
        await BackupAsync();
        await using var there = await InitAsync();
        await CopyAsync(there);
        var saves = There.Saves;

        var again = await CopyAsync(there);

        Assert.Equal((0, 1, 0L), (again.Copied.Count, again.Skipped.Count, again.Blobs));
        Assert.Equal(saves + 1, There.Saves); // the lock
        Assert.Empty((await Repository.CopyFromAsync(there, new(SnapshotSelection.All), null, Ct)).Copied);
    }

    [Fact]
    public async Task A_copy_of_a_copy_remembers_where_it_comes_from()
    {
        Put("a", "one");
        await BackupAsync();
        var source = await LatestAsync();
        await using var there = await InitAsync();
        await CopyAsync(there);
        await using var third = await Repository.InitAsync(new MemoryBackend(), Other, Clock, Ct);
        var report = await third.CopyFromAsync(there, new(SnapshotSelection.All), null, Ct);
        Assert.False(report.SameChunker);
        Assert.Equal(source.Id, Assert.Single(await third.SnapshotsAsync(Ct)).Original);
        Assert.Empty((await third.CopyFromAsync(Repository, new(SnapshotSelection.All), null, Ct)).Copied);
    }

    [Fact]
    public async Task Only_what_is_asked_for_is_copied_and_a_word_that_names_nothing_is_told()
    {
        Put("a", "one");
        await BackupAsync();
        await Repository.BackupAsync(Request() with { HostName = "second", Tags = ["x", "y"] }, null, Ct);
        await using var there = await InitAsync();

        var filtered = await there.CopyFromAsync(Repository, new(new([], new([], [new(["x", "y"])], []))), null, Ct);
        Assert.Equal("second", Assert.Single(filtered.Copied).Source.HostName);
        var named = await there.CopyFromAsync(Repository, new(new(["latest", "ffffffff"], SnapshotFilter.Any)), null, Ct);
        Assert.Single(named.Skipped);
        Assert.Equal(RepositoryFault.Request, Assert.Single(named.Failures).Fault);
        Assert.False(named.IsComplete);
    }

    [Fact]
    public async Task What_is_damaged_in_the_source_is_never_stored_and_the_other_snapshots_are_copied()
    {
        Put("a", "one");
        await BackupAsync();
        File.Delete(Path.Combine(Source, "a"));
        Put("b", "two");
        await BackupAsync();
        await SpoilAsync("one");
        await using var there = await InitAsync();

        var report = await CopyAsync(there);

        Assert.Single(report.Copied);
        Assert.Contains("was not copied", Assert.Single(report.Failures).Message, StringComparison.Ordinal);
        Assert.Equal("two"u8.ToArray(), await there.ReadFileAsync(Assert.Single(await there.SnapshotsAsync(Ct)), "/data/b", Ct));
        Assert.True((await there.CheckAsync(new(ReadData: true), null, Ct)).IsGood);
    }

    [Fact]
    public async Task A_blob_that_is_damaged_in_one_pack_is_copied_from_another()
    {
        Put("a", "one");
        await BackupAsync();
        await PackAsync("one", "filler");
        await SpoilAsync("one");
        await using var there = await InitAsync();
        Assert.True((await CopyAsync(there)).IsComplete);
        Assert.True((await there.CheckAsync(new(ReadData: true), null, Ct)).IsGood);
    }

    [Fact]
    public async Task A_tree_that_the_destination_has_does_not_stand_for_what_it_refers_to()
    {
        Put("d/a", "one");
        await BackupAsync();
        await using var there = await InitAsync();
        await CopyAsync(there);

        // As after a crash, or a repair: the trees are there, the data is not, nor the snapshot.
        var (snapshot, _) = Assert.Single(await There.ListAsync(FileKind.Snapshot, Ct));
        await There.RemoveAsync(snapshot, Ct);
        var data = (await There.ListAsync(FileKind.Pack, Ct)).MinBy(p => p.Size)!.File;
        await There.RemoveAsync(data, Ct);
        await CopyAsync(there);
        Assert.True((await there.RepairIndexAsync(new(), null, Ct)).Missing.Count > 0);
        Assert.True((await there.CheckAsync(new(ReadData: true), null, Ct)).IsGood);
    }

    [Fact]
    public async Task Cut_off_at_any_save_the_copy_is_whole_as_far_as_it_got_and_the_next_run_completes_it()
    {
        for (var i = 0; i < 3; i++)
        {
            Put("a", $"version {i}");
            await BackupAsync();
        }

        await using var there = await InitAsync();
        for (var saves = 0; ; saves++)
        {
            There.GoodSaves = There.Saves + saves;
            try
            {
                var report = await CopyAsync(there);
                Assert.True(report.IsComplete);
                break;
            }
            catch (RepositoryException e) when (e.Fault == RepositoryFault.Storage)
            {
                There.GoodSaves = int.MaxValue;
                Assert.True((await there.CheckAsync(new(ReadData: true), null, Ct)).IsGood);
            }
        }

        There.GoodSaves = int.MaxValue;
        Assert.Equal(3, (await there.SnapshotsAsync(Ct)).Count);
        Assert.True((await there.CheckAsync(new(ReadData: true), null, Ct)).IsGood);
    }

    [Fact]
    public async Task Whoever_works_alone_in_either_repository_keeps_the_copy_out()
    {
        Put("a", "one");
        await BackupAsync();
        await using var there = await InitAsync();
        await using (await RepositoryLock.AcquireAsync(await InsideAsync(), exclusive: true, TimeSpan.Zero, Ct))
        {
            Assert.Equal(RepositoryFault.Locked, (await Assert.ThrowsAsync<RepositoryException>(() => CopyAsync(there))).Fault);
            Assert.Single((await there.CopyFromAsync(Repository, new(SnapshotSelection.All, NoSourceLock: true), null, Ct)).Copied);
        }

        var inside = await Holdfast.Restic.Operations.Keys.KeyRing.OpenAsync(There, Other, null, Clock, Ct);
        await using (await RepositoryLock.AcquireAsync(inside, exclusive: true, TimeSpan.Zero, Ct))
        {
            Assert.Equal(RepositoryFault.Locked, (await Assert.ThrowsAsync<RepositoryException>(() => CopyAsync(there))).Fault);
        }

        Assert.Empty(await Backend.ListAsync(FileKind.Lock, Ct));
        Assert.Empty(await There.ListAsync(FileKind.Lock, Ct));
    }

    private Task<Repository> InitAsync() => Repository.InitAsync(There, Other, Repository, Clock, Ct);

    private Task<CopyReport> CopyAsync(Repository there) => there.CopyFromAsync(Repository, new(SnapshotSelection.All), null, Ct);
}
