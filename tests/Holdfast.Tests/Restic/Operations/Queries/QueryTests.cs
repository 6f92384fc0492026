using Holdfast.Restic;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Locks;
using Holdfast.Restic.Operations.Queries;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Queries;

public sealed class QueryTests : RepositoryFixture
{
    [Fact]
    public async Task What_changed_between_two_snapshots_is_told_name_by_name()
    {
        Put("same", "same");
        Put("content", "one");
        Put("gone/file", "gone");
        Put("type", "a file");
        Put("mode", "mode");
        await BackupAsync();
        Put("content", "another");
        Directory.Delete(Path.Combine(Source, "gone"), recursive: true);
        File.Delete(Path.Combine(Source, "type"));
        Put("type/inside", "a folder");
        File.SetUnixFileMode(Path.Combine(Source, "mode"), UnixFileMode.UserRead);
        Put("new/file", "new");
        await BackupAsync();

        Assert.Equal(
            ["M /data/content", "- /data/gone/", "- /data/gone/file", "+ /data/new/", "+ /data/new/file", "T /data/type/"],
            await ChangesAsync(metadata: false));
        Assert.Contains("U /data/mode", await ChangesAsync(metadata: true));
        Assert.DoesNotContain("U /data/same", await ChangesAsync(metadata: true));
    }

    [Fact]
    public async Task A_difference_is_counted_in_names_and_blobs()
    {
        Put("a", "one");
        Put("b", "two");
        await BackupAsync();
        File.Delete(Path.Combine(Source, "a"));
        Put("c/d", "four");
        await BackupAsync();
        var diff = await DiffAsync(metadata: false);
        Assert.Equal((1, 1, 1, 3), (diff.Added.Files, diff.Added.Folders, diff.Added.DataBlobs, diff.Added.TreeBlobs));
        Assert.Equal((1, 0, 1, 2), (diff.Removed.Files, diff.Removed.Folders, diff.Removed.DataBlobs, diff.Removed.TreeBlobs));
        Assert.True(diff.Added.Bytes > 4 && diff.Removed.Bytes > 3);
    }

    [Fact]
    public async Task Content_that_changed_although_nothing_else_did_is_suspicious()
    {
        Put("a", "one");
        await BackupAsync();
        var content = await Repository.LookAsync(Ct);
        var first = (await content.WalkAsync((await LatestAsync()).Tree, default, _ => true, Ct).ToListAsync(Ct)).Single(n => n.Path == "/data/a").Node;
        var before = await ForgeAsync(_ => Task.FromResult<TreeNode[]>([first]));
        var after = await ForgeAsync(async w => [first with { Content = [await w.SaveAsync(BlobType.Data, "ono"u8.ToArray())] }]);
        var diff = new SnapshotDiff(await Repository.LookAsync(Ct), metadata: true);
        var change = Assert.Single(await diff.CompareAsync(before.Tree, after.Tree, Ct).ToListAsync(Ct));
        Assert.Equal("M?", change.Modifier);
    }

    [Fact]
    public async Task Names_are_found_by_pattern_case_and_time()
    {
        Put("Letters/a.txt", "x");
        Put("Letters/b.TXT", "x");
        Put("old.txt", "x");
        File.SetLastWriteTimeUtc(Path.Combine(Source, "old.txt"), new(2001, 2, 3, 0, 0, 0, DateTimeKind.Utc));
        await BackupAsync();
        Assert.Equal(["/data/Letters/a.txt", "/data/old.txt"], await FindAsync(new(["*.txt"], false, null, null)));
        Assert.Equal(3, (await FindAsync(new(["*.txt"], true, null, null))).Count);
        Assert.Equal(["/data/Letters", "/data/Letters/a.txt", "/data/Letters/b.TXT"], await FindAsync(new(["/data/Letters"], false, null, null)));
        Assert.Equal(["/data/old.txt"], await FindAsync(new(["*.txt"], false, null, new DateTimeOffset(2002, 1, 1, 0, 0, 0, default))));
        Assert.Equal(["/data/Letters/a.txt"], await FindAsync(new(["*.txt"], false, new DateTimeOffset(2002, 1, 1, 0, 0, 0, default), null)));
        Assert.Empty(await FindAsync(new(["nothing"], false, null, null)));
    }

    [Fact]
    public async Task A_blob_is_found_where_it_is_used()
    {
        Put("a", "shared");
        Put("d/b", "shared");
        await BackupAsync();
        var blob = new BlobHandle(BlobType.Data, BlobId.Of("shared"u8));
        var found = await (await Repository.LookAsync(Ct)).FindBlobsAsync(await LatestAsync(), b => b == blob, Ct).ToListAsync(Ct);
        Assert.Equal(["/data/a", "/data/d/b"], found.Select(f => f.Path));
        Assert.NotEqual(found[0].ParentTree, found[1].ParentTree);
        Assert.NotEmpty(await Repository.Objects.PlacesAsync(blob, Ct));
    }

    [Fact]
    public async Task Snapshots_are_measured_in_four_ways()
    {
        Put("a", "12345");
        Put("b", "12345");
        Put("d/c", "123");
        await BackupAsync();
        await BackupAsync();

        // /data, a, b, d and c, twice.
        var restored = await StatsAsync(StatisticsMode.RestoreSize);
        Assert.Equal((2, 10, 26), (restored.Snapshots, restored.Files, restored.TotalSize));

        // The folders count as one file without content.
        var contents = await StatsAsync(StatisticsMode.FilesByContents);
        Assert.Equal((3, 8), (contents.Files, contents.TotalSize));
        var perFile = await StatsAsync(StatisticsMode.BlobsPerFile);
        Assert.Equal((2, 2, 8), (perFile.Files, perFile.Blobs, perFile.TotalSize));

        // The root's tree, those of /data and d, and two of content.
        var raw = await StatsAsync(StatisticsMode.RawData);
        Assert.Equal(5, raw.Blobs);
        Assert.Equal(100, raw.CompressionProgress);
        Assert.InRange(raw.CompressionRatio, 0.1, 100);
    }

    [Fact]
    public async Task Who_reads_shares_the_repository_and_waits_for_nobody_who_deletes()
    {
        Assert.Equal(1, await Repository.SharedAsync(TimeSpan.Zero, async ct => (await Backend.ListAsync(Holdfast.Restic.Backends.FileKind.Lock, ct)).Count, Ct));
        Assert.Empty(await Backend.ListAsync(Holdfast.Restic.Backends.FileKind.Lock, Ct));
        await using var alone = await RepositoryLock.AcquireAsync(await InsideAsync(), exclusive: true, TimeSpan.Zero, Ct);
        var error = await Assert.ThrowsAsync<RepositoryException>(() => Repository.SharedAsync(TimeSpan.Zero, _ => Task.FromResult(0), Ct));
        Assert.Equal(RepositoryFault.Locked, error.Fault);
    }

    private async Task<SnapshotDiff> DiffAsync(bool metadata)
    {
        var snapshots = await Repository.SnapshotsAsync(Ct);
        var diff = new SnapshotDiff(await Repository.LookAsync(Ct), metadata);
        await foreach (var change in diff.CompareAsync(Before(snapshots).Tree, After(snapshots).Tree, Ct))
        {
            _changes.Add($"{change.Modifier} {change.Path}");
        }

        return diff;
    }

    private readonly List<string> _changes = [];

    private async Task<List<string>> ChangesAsync(bool metadata)
    {
        _changes.Clear();
        await DiffAsync(metadata);
        return [.. _changes];
    }

    // Made by a clock that may have stood still: the second has the first as its parent.
    private static Snapshot Before(IReadOnlyList<Snapshot> snapshots) => snapshots.Single(s => s.Parent is null);

    private static Snapshot After(IReadOnlyList<Snapshot> snapshots) => snapshots.Single(s => s.Parent is not null);

    private async Task<List<string>> FindAsync(FindRequest request) =>
        [.. (await (await Repository.LookAsync(Ct)).FindAsync(await LatestAsync(), request, Ct).ToListAsync(Ct)).Select(n => n.Path)];

    private async Task<Statistics> StatsAsync(StatisticsMode mode) =>
        await Statistics.OfAsync(await Repository.LookAsync(Ct), await Repository.SnapshotsAsync(Ct), mode, Ct);
}
