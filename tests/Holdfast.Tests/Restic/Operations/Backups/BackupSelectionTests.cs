using Holdfast.Restic;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Backups;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Backups;

public sealed class BackupSelectionTests : RepositoryFixture
{
    [Fact]
    public async Task A_pattern_never_means_the_target_itself_where_its_place_was_chosen()
    {
        Put("data/a", "1");
        Put("source/b", "2");
        Put("c", "3");
        Assert.Equal(["c"], await StoredAsync(Request() with { Excludes = ["data", "source"] }));
    }

    [Fact]
    public async Task A_pattern_from_the_root_means_the_machine_or_the_snapshot()
    {
        Put("a/x", "1");
        Put("b/x", "2");
        Put("c/x", "3");
        Assert.Equal(["c/x"], await StoredAsync(Request() with { Excludes = ["/data/a", Source + "/b"] }));
    }

    [Fact]
    public async Task Patterns_out_of_files_stand_in_one_list_with_the_excludes_but_not_in_the_snapshot()
    {
        Put("a.tmp", "1");
        Put("b.tmp", "2");
        Put("C.TMP", "3");
        var request = Request() with
        {
            Excludes = ["*.tmp"], Selection = new() { Patterns = ["!b.tmp"], PatternsIgnoringCase = ["c.*"] },
        };
        Assert.Equal(["b.tmp"], await StoredAsync(request));
        Assert.Equal(["*.tmp"], (await LatestAsync()).Excludes);
    }

    [Fact]
    public async Task Of_a_marked_folder_only_the_mark_is_kept()
    {
        Put("cache/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\nmade by a test");
        Put("cache/a", "1");
        Put("cache/deep/b", "2");
        Put("fake/CACHEDIR.TAG", "Signature: ");
        Put("fake/c", "3");
        Put("here/.nobackup", "");
        Put("here/d", "4");
        List<BackupEvent> events = [];
        var request = Request() with
        {
            Selection = new() { Marks = [FolderMark.Cache, FolderMark.Parse(".nobackup")] }, Events = new Log(events),
        };
        Assert.Equal(["cache/CACHEDIR.TAG", "fake/CACHEDIR.TAG", "fake/c", "here/.nobackup"], await StoredAsync(request));
        Assert.Contains("fake", Assert.Single(events.OfType<BackupEvent.Remarked>()).Text, StringComparison.Ordinal);
        Assert.Equal(["/data/cache/a", "/data/cache/deep", "/data/here/d"], events.OfType<BackupEvent.Excluded>().Select(e => e.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":header")]
    [InlineData("a/b")]
    public void A_mark_is_the_name_of_a_file(string text) => Assert.Throws<RepositoryException>(() => FolderMark.Parse(text));

    [Fact]
    public async Task Files_that_are_too_large_are_left_out_and_folders_never_are()
    {
        Put("small", "12345");
        Put("large", "123456");
        Put("folder/small", "1");
        Assert.Equal(["folder/small", "small"], await StoredAsync(Request() with { Selection = new() { LargestFile = 5 } }));
    }

    [Fact]
    public async Task What_is_no_pattern_is_refused_before_anything_is_done()
    {
        Put("a", "1");
        var error = await Assert.ThrowsAsync<RepositoryException>(() => StoredAsync(Request() with { Excludes = ["good", "[bad"] }));
        Assert.Contains("[bad", error.Message, StringComparison.Ordinal);
        Assert.Empty(await Repository.SnapshotsAsync(Ct));
    }

    private async Task<List<string>> StoredAsync(BackupRequest request)
    {
        await Repository.BackupAsync(request, null, Ct);
        List<string> files = [];
        await foreach (var node in Repository.ListAsync(await LatestAsync(), "/data", recursive: true, Ct))
        {
            if (node.Node.Content is not null)
            {
                files.Add(node.Path["/data/".Length..]);
            }
        }

        return files;
    }

    private sealed class Log(List<BackupEvent> events) : IProgress<BackupEvent>
    {
        public void Report(BackupEvent value)
        {
            lock (events)
            {
                events.Add(value);
            }
        }
    }
}
