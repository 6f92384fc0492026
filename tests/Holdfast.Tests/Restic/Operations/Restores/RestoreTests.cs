using System.Text;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Operations.Restores;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Restores;

public sealed class RestoreTests : RepositoryFixture
{
    [Fact]
    public async Task Restoring_again_finds_everything_in_place()
    {
        Put("a", "one");
        Put("b/c", "two");
        await BackupAsync();
        await RestoreAsync();
        var again = await RestoreAsync();
        Assert.Equal((0L, 2L, true), (again.FilesRestored, again.Counts.Skipped, again.IsComplete));
    }

    [Fact]
    public async Task What_was_changed_in_the_target_is_put_right_even_with_the_same_size_and_time()
    {
        Put("a", "one");
        await BackupAsync();
        await RestoreAsync();
        var path = Path.Combine(Target, "a");
        var time = File.GetLastWriteTimeUtc(path);
        File.WriteAllText(path, "0ne");
        File.SetLastWriteTimeUtc(path, time);
        await RestoreAsync();
        Assert.Equal("one", File.ReadAllText(path));
    }

    [Fact]
    public async Task What_the_snapshot_does_not_have_stays_unless_deletion_is_asked_for()
    {
        Put("a", "one");
        await BackupAsync();
        await RestoreAsync();
        Directory.CreateDirectory(Path.Combine(Target, "extra/deep"));
        File.WriteAllText(Path.Combine(Target, "extra/deep/file"), "x");
        Assert.Equal(0, (await RestoreAsync()).Deleted);
        Assert.Equal(3, (await RestoreAsync(delete: true)).Deleted);
        Assert.Equal(["a"], Directory.GetFileSystemEntries(Target).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_an_interrupted_restore_left_is_removed_by_the_next()
    {
        Put("a", "one");
        await BackupAsync();
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Target, ".holdfast-restore-123-4"), "half");
        await RestoreAsync();
        Assert.Equal(["a"], Directory.GetFileSystemEntries(Target).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_link_in_the_target_is_replaced_and_never_followed()
    {
        Put("folder/file", "one");
        Put("plain", "two");
        await BackupAsync();
        var outside = Directory.CreateDirectory(Target + "-outside").FullName;
        File.WriteAllText(Path.Combine(outside, "victim"), "untouched");
        Directory.CreateDirectory(Target);
        Directory.CreateSymbolicLink(Path.Combine(Target, "folder"), outside);
        File.CreateSymbolicLink(Path.Combine(Target, "plain"), Path.Combine(outside, "victim"));

        Assert.True((await RestoreAsync()).IsComplete);

        Assert.Equal(["victim"], Directory.GetFileSystemEntries(outside).Select(Path.GetFileName));
        Assert.Equal("untouched", File.ReadAllText(Path.Combine(outside, "victim")));
        Assert.Null(new DirectoryInfo(Path.Combine(Target, "folder")).LinkTarget);
        Assert.Equal("two", File.ReadAllText(Path.Combine(Target, "plain")));
    }

    [Fact]
    public async Task A_folder_in_the_place_of_a_file_is_kept_unless_deletion_is_asked_for()
    {
        Put("a", "one");
        await BackupAsync();
        Directory.CreateDirectory(Path.Combine(Target, "a"));
        File.WriteAllText(Path.Combine(Target, "a/precious"), "x");
        Assert.Equal("/a", Assert.Single((await RestoreAsync()).Failures).Path);
        Assert.True(File.Exists(Path.Combine(Target, "a/precious")));
        Assert.True((await RestoreAsync(delete: true)).IsComplete);
        Assert.Equal("one", File.ReadAllText(Path.Combine(Target, "a")));
    }

    [Fact]
    public async Task One_file_is_restored_to_the_path_it_is_given()
    {
        Put("a", "one");
        await BackupAsync();
        var report = await Repository.RestoreAsync(new(await LatestAsync(), "/data/a", Path.Combine(Target, "renamed")), null, Ct);
        Assert.Equal((1L, true), (report.FilesRestored, report.IsComplete));
        Assert.Equal("one", File.ReadAllText(Path.Combine(Target, "renamed")));
    }

    [Fact]
    public async Task Only_what_is_included_is_restored()
    {
        Put("a/x.txt", "1");
        Put("a/y.bin", "2");
        Put("b/z.bin", "3");
        await BackupAsync();
        await Repository.RestoreAsync(new(await LatestAsync(), "/data", Target) { Filter = new() { Includes = ["*.txt", "b"] } }, null, Ct);
        Assert.Equal(
            ["a/x.txt", "b/z.bin"],
            Directory.GetFiles(Target, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Target, f)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Names_that_would_leave_the_target_are_refused_and_the_rest_is_restored()
    {
        string[] bad = ["..", ".", "", "a/b", "../x", "/etc", "nul\0", new('x', 70_000)];
        var snapshot = await ForgeAsync(async writer =>
        {
            var good = await writer.SaveAsync(BlobType.Data, "good"u8.ToArray());
            TreeNode File(string name) => new() { RawName = Encoding.UTF8.GetBytes(name), Type = NodeType.File, Mode = 420, Size = 4, Content = [good] };
            var inner = await writer.SaveAsync(BlobType.Tree, Tree.Encode([File("inner")]));
            var up = new TreeNode { RawName = ".."u8.ToArray(), Type = NodeType.Folder, Mode = (1u << 31) | 0x1ed, Subtree = inner };
            return [up, .. bad.Select(File), File("good")];
        });

        var report = await Repository.RestoreAsync(new(snapshot, "/", Target), null, Ct);

        Assert.Equal(bad.Length + 1, report.Failures.Count);
        Assert.Equal(["good"], Directory.GetFileSystemEntries(Target).Select(Path.GetFileName));
        Assert.Equal([Path.GetFileName(Source), Path.GetFileName(Target)], Directory.GetFileSystemEntries(Path.GetDirectoryName(Target)!).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var check = await Repository.CheckAsync(new(), null, Ct);
        Assert.Contains(check.Errors, e => e.Contains("no file may have", StringComparison.Ordinal));
        Assert.Contains(check.Errors, e => e.Contains("not in order", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Times_beyond_what_a_file_system_keeps_cost_nothing_but_the_time()
    {
        string[] times = ["0000-01-01T00:00:00Z", "1601-01-01T00:00:00Z", "1969-12-31T23:59:58.5Z", "9999-12-31T23:59:59.999999999Z"];
        var snapshot = await ForgeAsync(async writer =>
        {
            var content = await writer.SaveAsync(BlobType.Data, "kept"u8.ToArray());
            return [.. times.Select((t, i) => FileTime.TryParse(t, out var time) ? Named($"f{i}", content) with { Modified = time, Accessed = time } : throw new FormatException(t))];
        });
        Assert.Empty((await Repository.RestoreAsync(new(snapshot, "/", Target), null, Ct)).Failures);
        Assert.Equal(times.Length, Directory.GetFiles(Target).Count(f => File.ReadAllText(f) == "kept"));
        Assert.Equal(new(1969, 12, 31, 23, 59, 58, 500, DateTimeKind.Utc), File.GetLastWriteTimeUtc(Path.Combine(Target, "f2")));
        Assert.True((await Repository.CheckAsync(new(ReadData: true), null, Ct)).IsGood);
    }

    [Fact]
    public async Task More_links_to_a_file_than_a_file_system_allows_are_no_reason_to_refuse_it()
    {
        var snapshot = await ForgeAsync(async writer =>
        {
            var content = await writer.SaveAsync(BlobType.Data, "many"u8.ToArray());
            return [.. Enumerable.Range(0, 3).Select(i => Named($"f{i}", content) with { Links = 70_000, Inode = 7, DeviceId = 8 })];
        });
        Assert.Empty((await Repository.RestoreAsync(new(snapshot, "/", Target), null, Ct)).Failures);
        Assert.Equal(["many", "many", "many"], Directory.GetFiles(Target).Select(File.ReadAllText));
    }

    [Fact]
    public async Task A_pattern_that_matches_nothing_is_an_error_and_leaves_nothing_behind()
    {
        Put("a", "a");
        await BackupAsync();
        RestoreRequest Including(string pattern) => new(LatestAsync().Result, "/data", Target) { Filter = new() { Includes = [pattern] } };

        var error = await Assert.ThrowsAsync<RepositoryException>(() => Repository.RestoreAsync(Including("misspelt"), null, Ct));

        Assert.Equal(RepositoryFault.Request, error.Fault);
        Assert.Contains("nothing was restored", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Target));
        Assert.True((await Repository.RestoreAsync(Including("a"), null, Ct)).IsComplete);
        Assert.True((await Repository.RestoreAsync(Including("a") with { Overwrite = Overwrite.Never }, null, Ct)).IsComplete);
    }

    [Fact]
    public async Task Of_a_name_that_stands_twice_the_first_is_restored()
    {
        var snapshot = await ForgeAsync(async writer =>
        [
            Named("same", await writer.SaveAsync(BlobType.Data, "1st!"u8.ToArray())),
            Named("same", await writer.SaveAsync(BlobType.Data, "2nd!"u8.ToArray())),
        ]);
        Assert.Single((await Repository.RestoreAsync(new(snapshot, "/", Target), null, Ct)).Failures);
        Assert.Equal("1st!", File.ReadAllText(Path.Combine(Target, "same")));
    }

    [Fact]
    public async Task A_link_from_the_snapshot_is_no_way_out_for_what_comes_after_it()
    {
        var snapshot = await ForgeAsync(async writer =>
        {
            var content = await writer.SaveAsync(BlobType.Data, "evil"u8.ToArray());
            var inner = await writer.SaveAsync(BlobType.Tree, Tree.Encode([Named("escaped", content)]));
            var outside = Encoding.UTF8.GetBytes(Path.GetDirectoryName(Target)!);
            return
            [
                new TreeNode { RawName = "way"u8.ToArray(), Type = NodeType.Symlink, LinkTarget = outside },
                new TreeNode { RawName = "way"u8.ToArray(), Type = NodeType.Folder, Mode = (1u << 31) | 0x1ed, Subtree = inner },
            ];
        });
        Assert.False((await Repository.RestoreAsync(new(snapshot, "/", Target), null, Ct)).IsComplete);
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(Target)!, "escaped")));
    }

    [Fact]
    public async Task A_file_whose_size_is_not_what_the_snapshot_says_is_restored_and_reported_and_one_without_content_is_not()
    {
        var snapshot = await ForgeAsync(async writer =>
        [
            Named("long", await writer.SaveAsync(BlobType.Data, "content"u8.ToArray())),
            new TreeNode { RawName = "none"u8.ToArray(), Type = NodeType.File, Content = null },
            Named("unknown", BlobId.Of("never stored"u8)),
        ]);
        var report = await Repository.RestoreAsync(new(snapshot, "/", Target), null, Ct);
        Assert.Equal(["/long", "/none", "/unknown"], report.Failures.Select(f => f.Path));
        Assert.Equal(["long"], Directory.GetFileSystemEntries(Target).Select(Path.GetFileName));
        Assert.Equal("content", File.ReadAllText(Path.Combine(Target, "long")));
        Assert.Equal(3, (await Repository.CheckAsync(new(), null, Ct)).Errors.Count);
    }

    [Fact]
    public async Task Folders_nested_without_end_are_refused_and_nothing_overflows()
    {
        var snapshot = await ForgeAsync(async writer =>
        {
            var tree = await writer.SaveAsync(BlobType.Tree, Tree.Encode([]));
            for (var depth = 0; depth < TreeReader.DepthLimit + 50; depth++)
            {
                tree = await writer.SaveAsync(BlobType.Tree, Tree.Encode([Nested(tree)]));
            }

            return [Nested(tree)];
        });
        var report = await Repository.RestoreAsync(new(snapshot, "/", Target, Delete: true) { Flush = false }, null, Ct);
        Assert.Contains("folders deep", Assert.Single(report.Failures).Why, StringComparison.Ordinal);
        Assert.True((await Repository.CheckAsync(new(), null, Ct)).IsGood);

        static TreeNode Nested(BlobId tree) => new() { RawName = "d"u8.ToArray(), Type = NodeType.Folder, Mode = (1u << 31) | 0x1c0, Subtree = tree };
    }

    [Fact]
    public async Task A_damaged_blob_fails_its_file_and_no_other()
    {
        Put("a", "one");
        Put("b", "two");
        var report = await BackupAsync();
        var inside = await InsideAsync();
        var index = await RepositoryIndex.LoadToReadAsync(inside.Backend, inside.Key, Ct);
        Assert.True(index.TryFind(new(BlobType.Data, BlobId.Of("one"u8)), out var place));
        var file = new FileName(FileKind.Pack, place.Pack.ToString());
        var content = await LoadAsync(file);
        content[place.Blob.Offset + 20] ^= 1;
        await ReplaceAsync(file, content);

        var restored = await RestoreAsync();

        var failure = Assert.Single(restored.Failures);
        Assert.Equal("/a", failure.Path);
        Assert.Contains(place.Pack.ToString(), failure.Why, StringComparison.Ordinal);
        Assert.Equal("two", File.ReadAllText(Path.Combine(Target, "b")));
        var check = await Repository.CheckAsync(new(ReadData: true), null, Ct);
        Assert.Equal([place.Pack], check.BrokenPacks);
        Assert.Contains(place.Pack, report.PacksAdded);
    }

    [Fact]
    public async Task With_its_index_gone_bad_everything_is_still_restored()
    {
        Put("a", "one");
        await BackupAsync();
        var file = await OnlyAsync(FileKind.Index);
        await ReplaceAsync(file, "gone bad"u8.ToArray());
        Assert.True((await RestoreAsync()).IsComplete);
        Assert.Equal("one", File.ReadAllText(Path.Combine(Target, "a")));
        Assert.False((await Repository.CheckAsync(new(), null, Ct)).IsGood);
        await Assert.ThrowsAsync<RepositoryException>(BackupAsync);
    }

    [Fact]
    public async Task Where_the_repository_can_only_be_read_it_is_restored_without_a_lock()
    {
        Put("a", "one");
        await BackupAsync();
        Backend.GoodSaves = 0;
        var error = await Assert.ThrowsAsync<RepositoryException>(() => RestoreAsync());
        Assert.Contains("--no-lock", error.Hint, StringComparison.Ordinal);
        var report = await Repository.RestoreAsync(new(await LatestAsync(), "/data", Target) { NoLock = true }, null, Ct);
        Assert.Equal((1L, true), (report.FilesRestored, report.IsComplete));
        Assert.True((await Repository.CheckAsync(new(ReadData: true, NoLock: true), null, Ct)).IsGood);
    }

    [Fact]
    public async Task Holes_are_left_where_asked_for()
    {
        File.WriteAllBytes(Path.Combine(Source, "zeros"), new byte[4 << 20]);
        await BackupAsync();
        await Repository.RestoreAsync(new(await LatestAsync(), "/data", Target) { Sparse = true }, null, Ct);
        Assert.Equal(new byte[4 << 20], File.ReadAllBytes(Path.Combine(Target, "zeros")));
    }

    private static TreeNode Named(string name, BlobId content) =>
        new() { RawName = Encoding.UTF8.GetBytes(name), Type = NodeType.File, Mode = 420, Size = 4, Content = [content] };
}
