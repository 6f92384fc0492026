using System.Text;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Restores;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Restores;

/// <summary>Where there is something in the target already: what is kept, what is replaced, what is deleted, and what is read again.</summary>
public sealed class RestoreIntoUsedTargetTests : RepositoryFixture
{
    private static readonly DateTime Early = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc), Late = new(2031, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    [Fact]
    public async Task Of_a_large_file_only_what_differs_is_fetched_and_the_rest_is_taken_from_what_is_there()
    {
        var content = new byte[12 << 20];
        new Random(7).NextBytes(content);
        File.WriteAllBytes(Path.Combine(Source, "image"), content);
        await BackupAsync();
        await RestoreAsync();
        var image = Path.Combine(Target, "image");
        using (var file = File.OpenWrite(image))
        {
            file.Position = 6 << 20;
            file.Write("changed"u8);
        }

        long fetched = 0;
        Backend.OnLoad = (file, _, length) =>
        {
            Interlocked.Add(ref fetched, file.Kind == FileKind.Pack ? length : 0);
            return Task.CompletedTask;
        };
        var items = new Told();
        await Repository.RestoreAsync(new(await LatestAsync(), "/data", Target) { Items = items }, null, Ct);

        Assert.Equal(content, File.ReadAllBytes(image));
        Assert.InRange(fetched, 1, 9 << 20);
        Assert.Contains(new RestoredItem(RestoreAction.Updated, "/image", 12 << 20), items.Items);
    }

    [Fact]
    public async Task Files_that_stand_in_one_pack_are_read_with_one_request()
    {
        for (var i = 0; i < 500; i++)
        {
            Put($"{i % 7}/{i}", $"content {i}");
        }

        await BackupAsync();
        var requests = 0;
        Backend.OnLoad = (file, _, _) =>
        {
            requests += file.Kind == FileKind.Pack ? 1 : 0;
            return Task.CompletedTask;
        };
        Assert.True((await RestoreAsync()).IsComplete);
        Assert.InRange(requests, 1, 12); // one for the files, the others for the folders' trees
    }

    [Fact]
    public async Task A_file_that_is_longer_or_shorter_than_in_the_snapshot_becomes_as_it_was()
    {
        Put("longer", "one");
        Put("shorter", "two");
        Put("empty", "");
        await BackupAsync();
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Target, "longer"), "one and more");
        File.WriteAllText(Path.Combine(Target, "shorter"), "t");
        File.WriteAllText(Path.Combine(Target, "empty"), "not");
        Assert.True((await RestoreAsync()).IsComplete);
        Assert.Equal("", File.ReadAllText(Path.Combine(Target, "empty")));
        Assert.Equal("one", File.ReadAllText(Path.Combine(Target, "longer")));
        Assert.Equal("two", File.ReadAllText(Path.Combine(Target, "shorter")));
    }

    [Fact]
    public async Task Another_name_of_a_file_that_is_replaced_keeps_its_content()
    {
        Put("a", "one");
        await BackupAsync();
        Directory.CreateDirectory(Target);
        var elsewhere = Path.Combine(Target, "elsewhere");
        File.WriteAllText(elsewhere, "the user's own");
        Link(Path.Combine(Target, "a"), elsewhere);
        await RestoreAsync();
        Assert.Equal(("one", "the user's own"), (File.ReadAllText(Path.Combine(Target, "a")), File.ReadAllText(elsewhere)));
    }

    [Fact]
    public async Task Two_files_of_the_snapshot_that_the_target_has_as_one_are_two_again()
    {
        Put("a", "same");
        Put("b", "same");
        await BackupAsync();
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Target, "a"), "same");
        Link(Path.Combine(Target, "b"), Path.Combine(Target, "a"));
        await RestoreAsync();
        File.AppendAllText(Path.Combine(Target, "a"), "!");
        Assert.Equal("same", File.ReadAllText(Path.Combine(Target, "b")));
    }

    [Fact]
    public async Task Names_of_one_file_stay_names_of_one_file_also_when_restored_again_or_only_in_part()
    {
        Put("a/first", "linked");
        Directory.CreateDirectory(Path.Combine(Source, "b"));
        Link(Path.Combine(Source, "b/second"), Path.Combine(Source, "a/first"));
        Link(Path.Combine(Source, "b/third"), Path.Combine(Source, "a/first"));
        await BackupAsync();
        await RestoreAsync();
        Assert.Equal(1, (await RestoreAsync()).Counts.Skipped);
        File.AppendAllText(Path.Combine(Target, "a/first"), "!");
        Assert.Equal("linked!", File.ReadAllText(Path.Combine(Target, "b/second")));

        var part = Target + "-part";
        await Repository.RestoreAsync(new(await LatestAsync(), "/data", part) { Filter = new() { Includes = ["b"] } }, null, Ct);
        Assert.False(Directory.Exists(Path.Combine(part, "a")));
        File.AppendAllText(Path.Combine(part, "b/second"), "?");
        Assert.Equal("linked?", File.ReadAllText(Path.Combine(part, "b/third")));
    }

    [Theory]
    [InlineData(Overwrite.Always, "new", "new", "new")]
    [InlineData(Overwrite.IfChanged, "0ld", "new", "new")]
    [InlineData(Overwrite.IfNewer, "0ld", "new", "0ld")]
    [InlineData(Overwrite.Never, "0ld", "0ld", "0ld")]
    public async Task What_is_there_is_replaced_only_as_far_as_was_said(Overwrite overwrite, string same, string older, string newer)
    {
        string[] names = ["same", "older", "newer"];
        foreach (var name in names)
        {
            Put(name, "new");
            File.SetLastWriteTimeUtc(Path.Combine(Source, name), Late);
        }

        Put("missing", "new");
        await BackupAsync();
        Directory.CreateDirectory(Target);
        foreach (var (name, time) in names.Zip([Late, Early, Late.AddDays(1)]))
        {
            File.WriteAllText(Path.Combine(Target, name), "0ld");
            File.SetLastWriteTimeUtc(Path.Combine(Target, name), time);
        }

        var report = await Repository.RestoreAsync(new(await LatestAsync(), "/data", Target) { Overwrite = overwrite }, null, Ct);

        Assert.True(report.IsComplete);
        Assert.Equal([same, older, newer], names.Select(n => File.ReadAllText(Path.Combine(Target, n))));
        Assert.Equal("new", File.ReadAllText(Path.Combine(Target, "missing")));
    }

    [Fact]
    public async Task Where_nothing_is_to_be_overwritten_a_file_in_the_place_of_a_folder_stays_too()
    {
        Put("d/inside", "1");
        await BackupAsync();
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Target, "d"), "mine");
        var report = await Repository.RestoreAsync(new(await LatestAsync(), "/data", Target) { Overwrite = Overwrite.Never }, null, Ct);
        Assert.Equal("/d", Assert.Single(report.Failures).Path);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Target, "d")));
    }

    [Theory]
    [InlineData(Overwrite.Never)]
    [InlineData(Overwrite.IfNewer)]
    public async Task A_folder_that_is_kept_in_the_place_of_a_file_is_told(Overwrite overwrite)
    {
        Put("f", "1");
        File.CreateSymbolicLink(Path.Combine(Source, "link"), "f");
        File.SetLastWriteTimeUtc(Path.Combine(Source, "f"), Early);
        await BackupAsync();
        Directory.CreateDirectory(Path.Combine(Target, "f"));
        Directory.CreateDirectory(Path.Combine(Target, "link"));
        Directory.SetLastWriteTimeUtc(Path.Combine(Target, "link"), Late);
        foreach (var dryRun in new[] { true, false })
        {
            var report = await Repository.RestoreAsync(new(await LatestAsync(), "/data", Target) { Overwrite = overwrite, DryRun = dryRun }, null, Ct);
            Assert.Equal(["/f", "/link"], report.Failures.Select(f => f.Path).Order(StringComparer.Ordinal));
            Assert.True(Directory.Exists(Path.Combine(Target, "f")));
        }
    }

    [Fact]
    public async Task A_dry_run_says_what_could_not_be_done()
    {
        Put("f", "1");
        Put("d/inside", "1");
        await BackupAsync();
        Directory.CreateDirectory(Path.Combine(Target, "f/mine"));
        var request = new RestoreRequest(await LatestAsync(), "/data", Target) { DryRun = true };
        Assert.Equal("/f", Assert.Single((await Repository.RestoreAsync(request, null, Ct)).Failures).Path);
        Assert.True((await Repository.RestoreAsync(request with { Delete = true }, null, Ct)).IsComplete);
        File.WriteAllText(Path.Combine(Target, "d"), "mine");
        Assert.Equal(
            ["/d", "/f"],
            (await Repository.RestoreAsync(request with { Overwrite = Overwrite.Never }, null, Ct)).Failures.Select(f => f.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_replaced_after_it_was_compared_does_not_count_as_restored()
    {
        Put("f", "right");
        await BackupAsync();
        await RestoreAsync();
        using var root = new TargetFolder(Posix.OpenPath(Encoding.UTF8.GetBytes(Target), Libc.ReadOnly | Libc.DirectoryOnly), null, isSelected: false);
        var status = Posix.StatusAt(root.Handle!, "f"u8.ToArray());
        var node = new TreeNode { RawName = "f"u8.ToArray(), Type = NodeType.File, Size = 5, Modified = status.Modified, Content = [] };
        var file = new PendingFile(root, "f"u8.ToArray(), node, "/f");
        file.Inspect(null!, Overwrite.IfChanged, Ct);
        File.WriteAllText(Path.Combine(Target, "new"), "wrong");
        File.Move(Path.Combine(Target, "new"), Path.Combine(Target, "f"), overwrite: true);
        var tally = new RestoreTally(null, null, TimeProvider.System);
        file.CompleteInPlace(new(new(RestoreFilter.Everything, AttributeFilter.Everything), tally), tally);
        Assert.Equal("/f", Assert.Single(tally.ToReport().Failures).Path);
        Assert.False(file.IsDone);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_done_and_touches_nothing()
    {
        Put("a", "one");
        Put("d/b", "two");
        await BackupAsync();
        await RestoreAsync();
        File.Delete(Path.Combine(Target, "a"));
        File.WriteAllText(Path.Combine(Target, "d/b"), "changed");
        File.WriteAllText(Path.Combine(Target, "d/extra"), "x");
        var before = Listing();
        var items = new Told();

        await Repository.RestoreAsync(new(await LatestAsync(), "/data", Target, Delete: true) { DryRun = true, Items = items }, null, Ct);

        Assert.Equal(before, Listing());
        Assert.Equal(
            [(RestoreAction.Restored, "/a"), (RestoreAction.Restored, "/d"), (RestoreAction.Updated, "/d/b"), (RestoreAction.Deleted, Target + "/d/extra")],
            items.Items.Select(i => (i.Action, i.Path)).OrderBy(i => i.Path, StringComparer.Ordinal));
        Directory.Delete(Target, recursive: true);
        await Repository.RestoreAsync(new(await LatestAsync(), "/data", Target) { DryRun = true }, null, Ct);
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public async Task Deletion_reaches_as_far_as_the_patterns()
    {
        Put("kept/a.txt", "1");
        Put("other/b", "2");
        await BackupAsync();
        await RestoreAsync();
        foreach (var extra in new[] { "kept/x.txt", "kept/x.bin", "other/x.txt", "x.txt" })
        {
            File.WriteAllText(Path.Combine(Target, extra), "extra");
        }

        var request = new RestoreRequest(await LatestAsync(), "/data", Target, Delete: true);
        await Repository.RestoreAsync(request with { Filter = new() { Includes = ["kept/*.txt"] } }, null, Ct);
        Assert.Equal(["kept/a.txt", "kept/x.bin", "other/b", "other/x.txt", "x.txt"], Files());
        await Repository.RestoreAsync(request with { Filter = new() { Excludes = ["/other", "*.bin"] } }, null, Ct);
        Assert.Equal(["kept/a.txt", "kept/x.bin", "other/b", "other/x.txt"], Files());
        await Repository.RestoreAsync(request, null, Ct);
        Assert.Equal(["kept/a.txt", "other/b"], Files());
    }

    [Fact]
    public async Task To_delete_in_the_root_of_the_machine_without_a_filter_is_refused()
    {
        Put("a", "one");
        await BackupAsync();
        var error = await Assert.ThrowsAsync<RepositoryException>(
            async () => await Repository.RestoreAsync(new(await LatestAsync(), "/data", "/../", Delete: true), null, Ct));
        Assert.Contains("must be combined with an include or exclude filter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_that_is_interrupted_leaves_no_half_file()
    {
        var content = new byte[20 << 20];
        new Random(8).NextBytes(content);
        File.WriteAllBytes(Path.Combine(Source, "large"), content);
        await BackupAsync();
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Target, "large"), "the old one");
        using var stop = new CancellationTokenSource();
        var loads = 0;
        Backend.OnLoad = (file, _, _) =>
        {
            if (file.Kind == FileKind.Pack && Interlocked.Increment(ref loads) == 3)
            {
                stop.Cancel();
            }

            return Task.CompletedTask;
        };
        var latest = await LatestAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Repository.RestoreAsync(new(latest, "/data", Target), null, stop.Token));
        Assert.Equal(["large"], Files());
        Assert.Equal("the old one", File.ReadAllText(Path.Combine(Target, "large")));
    }

    [Fact]
    public async Task What_was_written_is_read_back_when_asked_for()
    {
        Put("a", "one");
        Put("b", "two");
        await BackupAsync();
        await RestoreAsync();
        File.Delete(Path.Combine(Target, "b"));
        var report = await Repository.RestoreAsync(new(await LatestAsync(), "/data", Target) { Verify = true }, null, Ct);
        Assert.Equal((1L, true), (report.FilesVerified, report.IsComplete));
    }

    private static void Link(string name, string existing)
    {
        using var root = Posix.OpenPath("/"u8, Libc.DirectoryOnly);
        Posix.LinkAt(root, Encoding.UTF8.GetBytes(existing[1..]), root, Encoding.UTF8.GetBytes(name[1..]));
    }

    private string[] Files() =>
        [.. Directory.GetFiles(Target, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Target, f)).Order(StringComparer.Ordinal)];

    private string[] Listing() =>
    [
        .. Directory.GetFileSystemEntries(Target, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(f => $"{f} {File.GetLastWriteTimeUtc(f):O} {(File.Exists(f) ? File.ReadAllText(f) : "")}"),
    ];

    private sealed class Told : IProgress<RestoredItem>
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<RestoredItem> _items = [];

        internal IEnumerable<RestoredItem> Items => _items;

        public void Report(RestoredItem value) => _items.Enqueue(value);
    }
}
