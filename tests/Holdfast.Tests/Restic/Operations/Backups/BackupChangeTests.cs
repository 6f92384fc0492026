using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Backups;

public sealed class BackupChangeTests : RepositoryFixture
{
    private string A => Path.Combine(Source, "a");

    [Fact]
    public async Task A_dry_run_counts_everything_and_stores_nothing()
    {
        Put("a", "one");
        var saves = Backend.Saves;
        var report = await Repository.BackupAsync(Request() with { DryRun = true }, null, Ct);
        Assert.Equal((1, 3L, 1L), (report.FilesNew, report.BytesProcessed, report.Summary.DataBlobs));
        Assert.Equal(saves, Backend.Saves);
        Assert.Empty(await Repository.SnapshotsAsync(Ct));
    }

    [Fact]
    public async Task An_unchanged_tree_makes_no_second_snapshot_if_none_is_wanted()
    {
        Put("a", "one");
        var first = await BackupAsync();
        var same = await Repository.BackupAsync(Request() with { SkipIfUnchanged = true }, null, Ct);
        Assert.True(same.IsSkipped);
        Assert.Equal(first.Snapshot, same.Snapshot);
        Assert.Single(await Repository.SnapshotsAsync(Ct));

        Put("a", "other");
        Assert.False((await Repository.BackupAsync(Request() with { SkipIfUnchanged = true }, null, Ct)).IsSkipped);
        Assert.Equal(2, (await Repository.SnapshotsAsync(Ct)).Count);
    }

    [Fact]
    public async Task A_file_whose_permissions_changed_is_changed_though_its_content_is_not()
    {
        Put("a", "one");
        Put("b", "two");
        await BackupAsync();
        File.SetUnixFileMode(A, UnixFileMode.UserRead);
        var second = await BackupAsync();
        Assert.Equal((0, 1, 1), (second.FilesNew, second.FilesChanged, second.FilesUnmodified));
        Assert.Equal(0, second.Summary.DataBlobs);
    }

    [Fact]
    public async Task Without_a_parent_every_file_is_read()
    {
        Put("a", "one");
        await BackupAsync();
        var report = await Repository.BackupAsync(Request() with { Parent = ParentChoice.None }, null, Ct);
        Assert.Null(report.Parent);
        Assert.Equal((1, 0), (report.FilesNew, report.FilesUnmodified));
    }

    [Fact]
    public async Task The_parent_may_be_of_more_paths_but_not_of_fewer()
    {
        Put("a", "one");
        var both = await Repository.BackupAsync(Request() with { Paths = ["/x", "/y"] }, null, Ct);
        Assert.Equal(both.Snapshot, (await Repository.BackupAsync(Request() with { Paths = ["/x"] }, null, Ct)).Parent);
        Assert.Equal(both.Snapshot, (await Repository.BackupAsync(Request() with { Paths = ["/y", "/x"] }, null, Ct)).Parent);
    }

    [Fact]
    public async Task The_parent_is_of_the_group_that_was_asked_for_and_not_from_later()
    {
        Put("a", "one");
        var first = await BackupAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        var other = await Repository.BackupAsync(Request() with { HostName = "other", Tags = ["weekly"] }, null, Ct);

        var byTags = await Repository.BackupAsync(
            Request() with { HostName = "third", Tags = ["weekly"], Parent = ParentChoice.NewestOf(SnapshotGrouping.Parse("tags")) }, null, Ct);
        Assert.Equal(other.Snapshot, byTags.Parent);
        var early = await Repository.BackupAsync(
            Request() with { Parent = ParentChoice.NewestOf(SnapshotGrouping.None), Time = Clock.GetUtcNow().AddMinutes(-30) }, null, Ct);
        Assert.Equal(first.Snapshot, early.Parent);
    }

    [Fact]
    public async Task A_parent_that_is_named_is_taken_or_the_backup_is_refused()
    {
        Put("a", "one");
        var other = await Repository.BackupAsync(Request() with { HostName = "other" }, null, Ct);
        var named = ParentChoice.Named(other.Snapshot.ToString()[..10], SnapshotGrouping.HostAndPaths);
        Assert.Equal(other.Snapshot, (await Repository.BackupAsync(Request() with { Parent = named }, null, Ct)).Parent);
        await Assert.ThrowsAsync<RepositoryException>(() => Repository.BackupAsync(
            Request() with { Parent = ParentChoice.Named("ffffffffffff", SnapshotGrouping.None) }, null, Ct));
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    public async Task A_file_that_was_put_back_from_a_copy_is_read_unless_inodes_are_ignored(bool ignoreChangeTime, bool ignoreInode, bool isUnread)
    {
        // A whole second: .NET sets times less exactly than they are kept.
        var modified = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        Put("a", "one");
        File.SetLastWriteTimeUtc(A, modified);
        await BackupAsync();
        File.Move(A, Path.Combine(Source, "old"));
        Put("a", "two"); // the same size, another inode
        File.Delete(Path.Combine(Source, "old"));
        File.SetLastWriteTimeUtc(A, modified);
        var changes = new ChangeRules { IgnoreChangeTime = ignoreChangeTime, IgnoreInode = ignoreInode };
        await Repository.BackupAsync(Request() with { Changes = changes }, null, Ct);
        var content = await Repository.ReadFileAsync(await LatestAsync(), "/data/a", Ct);
        Assert.Equal(isUnread ? "one"u8.ToArray() : "two"u8.ToArray(), content);
    }

    [Fact]
    public async Task A_stream_is_stored_and_one_that_breaks_off_makes_no_snapshot()
    {
        var content = new byte[10 << 20];
        new Random(5).NextBytes(content);
        await Repository.BackupAsync(Request(new StreamTarget(new MemoryStream(content), "/dump/db.sql")), null, Ct);
        Assert.Equal(content, await Repository.ReadFileAsync(await LatestAsync(), "/dump/db.sql", Ct));

        var error = await Assert.ThrowsAsync<RepositoryException>(
            () => Repository.BackupAsync(Request(new StreamTarget(new BrokenStream(), "/dump/db.sql")), null, Ct));
        Assert.Equal("broke off", error.Message);
        Assert.Single(await Repository.SnapshotsAsync(Ct));
        Assert.Empty(await Backend.ListAsync(FileKind.Lock, Ct));
    }

    [Fact]
    public async Task A_stream_with_nothing_in_it_makes_the_snapshot_partial()
    {
        var report = await Repository.BackupAsync(Request(new StreamTarget(new MemoryStream(), "/dump")), null, Ct);
        Assert.Equal("no data read", Assert.Single(report.Missed).Why);
    }

    [Fact]
    public async Task The_scan_finds_what_the_backup_then_reads()
    {
        Put("a", "one");
        Put("b/c", "four");
        Put("b/d.tmp", "left out");
        BackupEvent.Scanned? scanned = null;
        await Repository.BackupAsync(
            Request(new PathTarget(Source), new ContentTarget("x"u8.ToArray(), "/made")) with
            {
                Scan = true, Excludes = ["*.tmp"], Events = new Told(e => scanned ??= e as BackupEvent.Scanned),
            },
            null,
            Ct);

        // The backup may be over first, and then the scan is called off.
        Assert.True(scanned is null or { Files: 3, Bytes: 8 }, $"{scanned}");
    }

    private sealed class Told(Action<BackupEvent> tell) : IProgress<BackupEvent>
    {
        public void Report(BackupEvent value) => tell(value);
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new RepositoryException(RepositoryFault.Request, "broke off");
    }
}
