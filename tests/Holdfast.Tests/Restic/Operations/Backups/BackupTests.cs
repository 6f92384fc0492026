using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Operations.Backups;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Backups;

public sealed class BackupTests : RepositoryFixture
{
    [Fact]
    public async Task What_only_a_damaged_index_file_names_is_stored_again_where_that_is_wanted()
    {
        Put("a", "one");
        await BackupAsync();
        var index = Assert.Single(await Backend.ListAsync(FileKind.Index, Ct)).File;
        var content = await LoadAsync(index);
        content[^1] ^= 1;
        await ReplaceAsync(index, content);
        await Assert.ThrowsAsync<RepositoryException>(BackupAsync);

        var told = new List<string>();
        var report = await Repository.BackupAsync(Request() with { PastDamagedIndex = e => told.Add(e.Message) }, null, Ct);
        Assert.Contains(index.Path, Assert.Single(told), StringComparison.Ordinal);
        Assert.True(report.BytesAdded > 0);
        await Backend.RemoveAsync(index, Ct);
        await RestoreAsync();
        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(Target, "a"), Ct));
    }

    [Fact]
    public async Task A_backup_restores_as_it_was()
    {
        Put("a", "one");
        Put("b/c", "two");
        var report = await BackupAsync();

        Assert.Equal((2, 0, 0, 6L), (report.FilesNew, report.FilesChanged, report.FilesUnmodified, report.BytesProcessed));
        Assert.False(report.Partial);
        Assert.True((await RestoreAsync()).IsComplete);
        Assert.Equal("one", File.ReadAllText(Path.Combine(Target, "a")));
        Assert.Equal("two", File.ReadAllText(Path.Combine(Target, "b/c")));
    }

    [Fact]
    public async Task Its_snapshot_says_what_it_is_of()
    {
        Put("a", "one");
        await BackupAsync();
        var snapshot = await LatestAsync();
        Assert.Equal("host", snapshot.HostName);
        Assert.Equal(["/data"], snapshot.Paths);
        Assert.Equal(["nightly"], snapshot.Tags);
        Assert.Equal(1, snapshot.Summary!.FilesNew);
        Assert.False(snapshot.IsPartial);
    }

    [Fact]
    public async Task A_second_backup_reads_only_what_changed_and_adds_only_what_is_new()
    {
        Put("same", "content");
        Put("other", "before");
        var first = await BackupAsync();
        Put("other", "after!");
        Put("third", "content");
        var second = await BackupAsync();

        Assert.Equal(first.Snapshot, second.Parent);
        Assert.Equal((1, 1, 1), (second.FilesNew, second.FilesChanged, second.FilesUnmodified));
        Assert.Equal(1, second.Summary.DataBlobs);
    }

    [Fact]
    public async Task The_parent_is_of_the_same_host_and_the_same_paths()
    {
        Put("a", "one");
        await BackupAsync();
        var elsewhere = await Repository.BackupAsync(Request() with { HostName = "other" }, null, Ct);
        var otherPath = await Repository.BackupAsync(Request(new PathTarget(Source, "/other")), null, Ct);
        Assert.Null(elsewhere.Parent);

        // Names that differ in case are different names.
        Assert.Null((await Repository.BackupAsync(Request() with { HostName = "HOST" }, null, Ct)).Parent);
        Assert.Null((await Repository.BackupAsync(Request(new PathTarget(Source, "/Data")), null, Ct)).Parent);
        Assert.Null(otherPath.Parent);
        Assert.Equal(0, otherPath.Summary.DataBlobs);
    }

    [Fact]
    public async Task What_is_in_memory_stands_beside_what_is_on_disk()
    {
        Put("a", "one");
        var modified = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        await Repository.BackupAsync(
            Request(new PathTarget(Path.Combine(Source, "a"), "/deep/renamed"), new ContentTarget("plan"u8.ToArray(), "/plan.yaml", modified), new ContentTarget(default, "/empty")),
            null,
            Ct);
        var snapshot = await LatestAsync();
        Assert.Equal("one"u8.ToArray(), await Repository.ReadFileAsync(snapshot, "/deep/renamed", Ct));
        Assert.Equal("plan"u8.ToArray(), await Repository.ReadFileAsync(snapshot, "/plan.yaml", Ct));
        Assert.Empty(await Repository.ReadFileAsync(snapshot, "/empty", Ct));
        var listed = new List<string>();
        await foreach (var node in Repository.ListAsync(snapshot, "/", recursive: true, Ct))
        {
            listed.Add(node.Path);
        }

        Assert.Equal(["/deep", "/deep/renamed", "/empty", "/plan.yaml"], listed);
        Assert.Equal(["/deep/renamed", "/plan.yaml", "/empty"], snapshot.Paths);
    }

    [Fact]
    public async Task A_folder_may_be_the_root_of_a_snapshot()
    {
        Put("a/b", "one");
        await Repository.BackupAsync(Request(new PathTarget(Source + "/", "/")), null, Ct);
        var second = await Repository.BackupAsync(Request(new PathTarget(Source, "/")), null, Ct);
        Assert.Equal(1, second.FilesUnmodified);
        Assert.Equal("one"u8.ToArray(), await Repository.ReadFileAsync(await LatestAsync(), "a/b", Ct));
    }

    [Fact]
    public async Task Targets_in_one_place_are_refused()
    {
        Put("a", "one");
        var error = await Assert.ThrowsAsync<RepositoryException>(() => Repository.BackupAsync(
            Request(new PathTarget(Source, "/data"), new ContentTarget(default, "/data/a")), null, Ct));
        Assert.Contains("overlap at /data/a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_makes_the_snapshot_partial_and_says_so()
    {
        Put("a", "one");
        var report = await Repository.BackupAsync(Request(new PathTarget(Source, "/data"), new PathTarget(Source + "-gone", "/gone")), null, Ct);
        Assert.True(report.Partial);
        Assert.Contains("No such file", Assert.Single(report.Missed).Why, StringComparison.Ordinal);
        Assert.True((await LatestAsync()).IsPartial);
    }

    [Fact]
    public async Task When_nothing_of_it_is_there_no_snapshot_is_made()
    {
        await Assert.ThrowsAsync<RepositoryException>(() => Repository.BackupAsync(Request(new PathTarget(Source + "-gone")), null, Ct));
        Assert.Empty(await Repository.SnapshotsAsync(Ct));
    }

    [Fact]
    public async Task Excluded_files_are_left_out()
    {
        Put("keep/a.txt", "1");
        Put("keep/a.tmp", "2");
        Put("cache/b", "3");
        await Repository.BackupAsync(Request() with { Excludes = ["*.tmp", "/data/cache"] }, null, Ct);
        await RestoreAsync();
        Assert.Equal(["keep/a.txt"], Directory.GetFiles(Target, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Target, f)));
    }

    [Fact]
    public async Task A_pack_that_vanished_is_not_relied_on()
    {
        Put("a", "one");
        var first = await BackupAsync();
        foreach (var pack in first.PacksAdded)
        {
            await Backend.RemoveAsync(new(FileKind.Pack, pack.ToString()), Ct);
        }

        var second = await BackupAsync();

        Assert.Equal(1, second.Summary.DataBlobs);
        Assert.True((await RestoreAsync()).IsComplete);
    }

    [Fact]
    public async Task Nothing_is_added_to_a_repository_whose_index_files_contradict_each_other()
    {
        Put("a", "one");
        await BackupAsync();
        var inside = await InsideAsync();
        var index = await RepositoryIndex.LoadToReadAsync(inside.Backend, inside.Key, Ct);
        var lying = index.Packs.Values.Select(p => p with { Blobs = [.. p.Blobs.Select(b => b with { Offset = b.Offset + 1 })] });
        await UnpackedFile.SaveAsync(inside.Backend, inside.Key, FileKind.Index, IndexFile.Encode(lying), Ct);
        var error = await Assert.ThrowsAsync<RepositoryException>(BackupAsync);
        Assert.Equal(RepositoryFault.Damaged, error.Fault);
        Assert.Single(await Repository.SnapshotsAsync(Ct));
        Assert.Equal("one"u8.ToArray(), await Repository.ReadFileAsync(await LatestAsync(), "/data/a", Ct));
    }

    [Fact]
    public async Task What_is_appended_while_a_file_is_read_waits_for_the_next_backup()
    {
        var before = await BackUpWhileAsync(static file => file.Write(new byte[5_000_000]));
        var snapshot = await LatestAsync();
        Assert.False(snapshot.IsPartial);
        Assert.Equal(before, await Repository.ReadFileAsync(snapshot, "/data/busy", Ct));
        Assert.True((await Repository.CheckAsync(new(ReadData: true), null, Ct)).IsGood);
    }

    [Fact]
    public async Task A_file_that_is_cut_short_while_it_is_read_is_read_again_as_it_then_is()
    {
        // Far larger than what is read ahead of the first pack: else it might be read to its end before it is cut.
        var before = await BackUpWhileAsync(static file => file.SetLength(1000), size: 300_000_000);
        var snapshot = await LatestAsync();
        Assert.False(snapshot.IsPartial);
        Assert.Equal(before[..1000], await Repository.ReadFileAsync(snapshot, "/data/busy", Ct));
        Assert.True((await Repository.CheckAsync(new(ReadData: true), null, Ct)).IsGood);
    }

    // A file of several packs; at the first of them somebody else has it open.
    private async Task<byte[]> BackUpWhileAsync(Action<FileStream> change, int size = 50_000_000)
    {
        var content = new byte[size];
        new Random(8).NextBytes(content);
        var path = Path.Combine(Source, "busy");
        await File.WriteAllBytesAsync(path, content, Ct);
        var changed = 0;
        Backend.Meanwhile = file =>
        {
            if (file.Kind == FileKind.Pack && Interlocked.Exchange(ref changed, 1) == 0)
            {
                using var busy = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                busy.Seek(0, SeekOrigin.End);
                change(busy);
            }

            return Task.CompletedTask;
        };
        await BackupAsync();
        Assert.Equal(1, changed);
        return content;
    }

    [Fact]
    public async Task A_pack_that_was_cut_short_is_not_relied_on()
    {
        Put("a", "one");
        foreach (var pack in (await BackupAsync()).PacksAdded)
        {
            var file = new FileName(FileKind.Pack, pack.ToString());
            await ReplaceAsync(file, (await LoadAsync(file))[..^1]);
        }

        Assert.Equal(1, (await BackupAsync()).Summary.DataBlobs);
        Assert.True((await RestoreAsync()).IsComplete);
    }

    [Fact]
    public async Task A_pack_that_is_known_to_be_damaged_is_not_relied_on()
    {
        Put("a", "one");
        var packs = (await BackupAsync()).PacksAdded;
        foreach (var pack in packs)
        {
            var file = new FileName(FileKind.Pack, pack.ToString());
            var content = await LoadAsync(file);
            content[5] ^= 1;
            await ReplaceAsync(file, content);
        }

        var request = Request() with { Distrusted = packs.Select(p => p.ToString()).ToHashSet() };
        Assert.Equal(1, (await Repository.BackupAsync(request, null, Ct)).Summary.DataBlobs);
        Assert.True((await RestoreAsync()).IsComplete);
    }

    [Fact]
    public async Task A_damaged_parent_only_costs_reading_again()
    {
        Put("a", "one");
        await BackupAsync();
        var file = await OnlyAsync(FileKind.Snapshot);
        await ReplaceAsync(file, [.. await LoadAsync(file), 0]);
        var second = await BackupAsync();
        Assert.Null(second.Parent);
        await Assert.ThrowsAsync<RepositoryException>(() => Repository.SnapshotsAsync(Ct));
        Assert.Single(await Repository.SnapshotsAsync(static _ => { }, Ct));
    }

    [Fact]
    public async Task Every_pack_it_added_reads_back_and_a_damaged_one_is_named()
    {
        Put("a", "one");
        var report = await BackupAsync();
        var good = await Repository.ReadBackAsync(report.PacksAdded, Ct);
        Assert.True(good.IsGood);
        Assert.Equal(2, good.PacksRead);

        var file = new FileName(FileKind.Pack, report.PacksAdded[0].ToString());
        var content = await LoadAsync(file);
        content[20] ^= 1;
        await ReplaceAsync(file, content);
        Assert.Equal(report.PacksAdded[0], Assert.Single((await Repository.ReadBackAsync(report.PacksAdded, Ct)).Damaged).Pack);
        await Backend.RemoveAsync(file, Ct);
        Assert.Contains("missing", Assert.Single((await Repository.ReadBackAsync(report.PacksAdded, Ct)).Damaged).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_fills_up_at_any_moment_leaves_earlier_snapshots_whole()
    {
        Put("a", "one");
        await BackupAsync();
        var before = Backend.Saves;
        Put("b", "two");
        Put("c/d", "three");
        for (var good = 0; ; good++)
        {
            Backend.GoodSaves = Backend.Saves + good;
            var error = await Record.ExceptionAsync(BackupAsync);
            Backend.GoodSaves = int.MaxValue;

            Assert.True((await Repository.CheckAsync(new(ReadData: true), null, Ct)).IsGood);
            Assert.True((await RestoreAsync(delete: true)).IsComplete);
            Assert.Empty(await Backend.ListAsync(FileKind.Lock, Ct));
            if (error is null)
            {
                Assert.Equal(2, (await Repository.SnapshotsAsync(Ct)).Count);
                Assert.InRange(good, 4, 6); // lock, data pack, tree pack, index, snapshot
                return;
            }

            Assert.Equal(RepositoryFault.Storage, Assert.IsType<RepositoryException>(error).Fault);
            Assert.Contains("the disk is full", error.Message, StringComparison.Ordinal);
            Assert.Single(await Repository.SnapshotsAsync(Ct));
        }
    }

    [Fact]
    public async Task A_backup_that_is_called_off_leaves_no_lock_and_no_snapshot()
    {
        Put("a", "one");
        using var off = new CancellationTokenSource();
        await off.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Repository.BackupAsync(Request(), null, off.Token));
        Assert.Empty(await Backend.ListAsync(FileKind.Lock, Ct));
        Assert.Empty(await Repository.SnapshotsAsync(Ct));
    }

    [Fact]
    public async Task A_large_file_is_cut_and_comes_back_whole()
    {
        var content = new byte[20 << 20];
        new Random(1).NextBytes(content);
        File.WriteAllBytes(Path.Combine(Source, "large"), content);
        var report = await BackupAsync();
        Assert.InRange(report.Summary.DataBlobs, 3, 40);
        await RestoreAsync();
        Assert.Equal(content, File.ReadAllBytes(Path.Combine(Target, "large")));
    }
}
