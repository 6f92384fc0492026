using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic.Snapshots;

public class SnapshotFilterTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("a,b", true)]
    [InlineData("a, b", true)]
    [InlineData("a,c", false)]
    [InlineData("c", false)]
    [InlineData("", false)]
    public void All_tags_of_a_list_are_needed(string list, bool matches) =>
        Assert.Equal(matches, new SnapshotFilter([], [TagList.Parse(list)], []).Matches(Made(tags: ["a", "b"])));

    [Fact]
    public void One_list_of_tags_is_enough() =>
        Assert.True(new SnapshotFilter([], [TagList.Parse("x"), TagList.Parse("b")], []).Matches(Made(tags: ["a", "b"])));

    [Fact]
    public void The_empty_list_means_snapshots_without_tags() =>
        Assert.True(new SnapshotFilter([], [TagList.Parse("")], []).Matches(Made()));

    [Fact]
    public void Any_of_the_hosts_but_all_of_the_paths()
    {
        var snapshot = Made(host: "one", paths: ["/a", "/b"]);
        Assert.True(new SnapshotFilter(["two", "one"], [], ["/b", "/a"]).Matches(snapshot));
        Assert.False(new SnapshotFilter(["two"], [], []).Matches(snapshot));
        Assert.False(new SnapshotFilter([], [], ["/a", "/c"]).Matches(snapshot));
        Assert.True(SnapshotFilter.Any.IsEmpty && SnapshotFilter.Any.Matches(snapshot));
    }

    [Fact]
    public void Snapshots_of_the_same_paths_in_another_order_are_one_group()
    {
        var groups = SnapshotGrouping.HostAndPaths.Of([Made(paths: ["/b", "/a"]), Made(paths: ["/a", "/b"]), Made(host: "z")]);
        Assert.Equal([2, 1], groups.OrderBy(g => g.Key.HostName, StringComparer.Ordinal).Select(g => g.Snapshots.Count));
        Assert.Equal(["/a", "/b"], groups[0].Key.Paths);
    }

    [Theory]
    [InlineData("host,paths", "host,paths")]
    [InlineData("tags", "tags")]
    [InlineData("path,tag,hosts", "host,paths,tags")]
    [InlineData("", "")]
    public void Groupings_are_written_as_words(string text, string means) =>
        Assert.Equal(means, SnapshotGrouping.Parse(text).ToString());

    [Fact]
    public void Grouping_by_something_else_is_refused() =>
        Assert.Equal(RepositoryFault.Request, Assert.Throws<RepositoryException>(() => SnapshotGrouping.Parse("host,colour")).Fault);

    [Fact]
    public void A_word_finds_one_snapshot_or_none()
    {
        Snapshot[] snapshots = [Made(id: "ab"), Made(id: "ac", host: "other"), Made(id: "cc")];
        var host = new SnapshotFilter(["other"], [], []);
        Assert.Same(snapshots[2], snapshots.Find("latest", SnapshotFilter.Any));
        Assert.Same(snapshots[1], snapshots.Find("latest", host));
        Assert.Same(snapshots[0], snapshots.Find("ab", host));
        foreach (var word in new[] { "a", "", "d" })
        {
            Assert.Equal(RepositoryFault.Request, Assert.Throws<RepositoryException>(() => snapshots.Find(word, SnapshotFilter.Any)).Fault);
        }
    }

    [Theory]
    [InlineData("2026-01-02T23:30:00.123456789+05:30")]
    [InlineData("2026-01-02T23:30:00-08:00")]
    [InlineData("2026-01-02T23:30:00Z")]
    public void The_time_of_a_snapshot_keeps_its_zone_and_its_nanoseconds(string written)
    {
        var tree = new string('a', 64);
        var snapshot = SnapshotFile.Decode(System.Text.Encoding.UTF8.GetBytes($$"""{"time":"{{written}}","tree":"{{tree}}"}"""), default);
        Assert.StartsWith($$"""{"time":"{{written}}",""", System.Text.Encoding.UTF8.GetString(SnapshotFile.Encode(snapshot)), StringComparison.Ordinal);
    }

    private static Snapshot Made(string id = "ff", string host = "one", string[]? paths = null, string[]? tags = null) => new()
    {
        Id = SnapshotId.Parse(id.PadRight(64, '0')), Time = default, Tree = default, HostName = host, Paths = paths ?? [], Tags = tags ?? [],
    };
}
