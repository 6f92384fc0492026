using System.Text;
using Holdfast.Execution.Stores;
using Xunit;

namespace Holdfast.Tests.Execution.Stores;

/// <summary>What every store promises. Each one's test class inherits it.</summary>
public abstract class RunStoreContract
{
    private const string Stream = "runs/one/journal.jsonl";

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The same store as another process opens it; the first call makes it.</summary>
    private protected abstract IRunStore Open();

    [Fact]
    public void Lines_are_read_as_they_were_added_whole_or_from_one_on()
    {
        var store = Open();
        Assert.Equal(0, store.Last(Stream));
        Assert.Empty(store.Read(Stream).Lines);
        Assert.True(store.TryAppend(Stream, 0, Lines("a")));
        Assert.True(store.TryAppend(Stream, 1, Lines("bb", "ccc")));

        Assert.Equal(3, Open().Last(Stream));
        Assert.Equal("a\nbb\nccc\n", Encoding.UTF8.GetString(Open().Read(Stream).Bytes.Span));
        Assert.Equal(["bb", "ccc"], Open().Read(Stream, after: 1).Lines);
        Assert.Equal((true, 3), (Open().Read(Stream, after: 3).Bytes.IsEmpty, Open().Read(Stream, after: 3).Last));
    }

    [Fact]
    public void A_number_is_given_once()
    {
        var (one, other) = (Open(), Open());
        Assert.True(one.TryAppend(Stream, 0, Lines("one")));
        Assert.False(other.TryAppend(Stream, 0, Lines("other")));
        Assert.False(other.TryAppend(Stream, 2, Lines("a gap")));
        Assert.True(other.TryAppend(Stream, 1, Lines("other")));
        Assert.False(one.TryAppend(Stream, 1, Lines("one again")));
        Assert.Equal(["one", "other"], one.Read(Stream).Lines);
    }

    [Fact]
    public void Of_many_who_add_at_once_each_line_is_there_once_and_whole()
    {
        Open();
        Parallel.For(0, 4, writer =>
        {
            var store = Open();
            for (var i = 0; i < 8; i++)
            {
                store.Append(Stream, [$"{writer}-{i}"]);
            }
        });
        var expected = Enumerable.Range(0, 4).SelectMany(w => Enumerable.Range(0, 8).Select(i => $"{w}-{i}"));
        Assert.Equal(expected, Open().Read(Stream).Lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_stream_can_be_given_other_lines_and_whoever_knew_the_old_ones_goes_on_after_the_new()
    {
        var (one, other) = (Open(), Open());
        one.Append(Stream, [.. Enumerable.Range(0, 300).Select(i => $"the {i}th of the old lines")]);
        Assert.Equal(300, other.Last(Stream));
        one.Append(Stream, [.. Enumerable.Range(300, 700).Select(i => $"the {i}th of the old lines")]);
        Assert.False(one.TryReplace(Stream, 999, Lines("never")));
        Assert.True(one.TryReplace(Stream, 1000, [.. Enumerable.Range(500, 500).SelectMany(i => Lines($"the {i}th of the old lines"))]));

        // The other knew less of the old file than the new one is long.
        Assert.Equal((500, 500, 500), (one.Last(Stream), other.Last(Stream), Open().Last(Stream)));
        Assert.False(other.TryAppend(Stream, 1000, Lines("after the old")));
        Assert.True(other.TryAppend(Stream, 500, Lines("after the new")));
        Assert.Equal(501, one.Last(Stream));
        Assert.True(one.TryReplace(Stream, 501, []));
        Assert.Equal((0, 0), (other.Last(Stream), other.Read(Stream).Last));
        other.Append(Stream, ["again"]);
        Assert.Equal(["again"], one.Read(Stream).Lines);
        Assert.Throws<ArgumentException>(() => one.TryReplace(Stream, 1, Lines("two\nlines")));
    }

    [Fact]
    public void A_line_has_one_end() => Assert.Throws<ArgumentException>(() => Open().TryAppend(Stream, 0, Lines("two\nlines")));

    [Fact]
    public void A_document_is_what_was_written_last_until_it_is_removed()
    {
        var store = Open();
        Assert.Null(store.ReadDocument("runs/one/plan.yaml"));
        store.WriteDocument("runs/one/plan.yaml", "first"u8);
        store.WriteDocument("runs/one/plan.yaml", "2nd"u8);
        Assert.Equal("2nd"u8.ToArray(), Open().ReadDocument("runs/one/plan.yaml"));
        Open().RemoveDocument("runs/one/plan.yaml");
        Open().RemoveDocument("runs/one/plan.yaml");
        Assert.Null(store.ReadDocument("runs/one/plan.yaml"));
    }

    [Fact]
    public void What_is_under_a_name_is_listed_in_order_and_neither_locks_nor_neighbours_are()
    {
        var store = Open();
        Assert.Empty(store.List(""));
        store.WriteDocument("runs/b/plan.yaml", "p"u8);
        store.Append("runs/b/journal.jsonl", ["x"]);
        store.Append("runs/a/journal.jsonl", ["x"]);
        store.WriteDocument("runs/a/inbox/w.json", "w"u8);
        store.WriteDocument("runsome", "no run"u8);
        using var lease = store.TryLease("failover", "x");

        Assert.Equal(["runs/a/inbox/w.json", "runs/a/journal.jsonl", "runs/b/journal.jsonl", "runs/b/plan.yaml"], Open().List("runs"));
        Assert.Equal(["runs/b/journal.jsonl", "runs/b/plan.yaml"], Open().List("runs/b"));
        Assert.Equal(5, Open().List("").Count);
        Assert.Equal(["a", "b"], Open().RunNames());
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/x")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("a/..")]
    public void A_name_leads_nowhere_else(string name)
    {
        var store = Open();
        Assert.Throws<ArgumentException>(() => store.WriteDocument(name, "x"u8));
        Assert.Throws<ArgumentException>(() => store.ReadDocument(name));
        Assert.Throws<ArgumentException>(() => store.TryAppend(name, 0, Lines("x")));
    }

    [Fact]
    public void A_lease_is_had_by_one_and_others_are_told_by_whom()
    {
        var store = Open();
        Assert.Null(store.HolderOf("drill"));
        using (var mine = Assert.IsAssignableFrom<IDisposable>(store.TryLease("drill", "the first")))
        {
            Assert.Null(Open().TryLease("drill", "the second"));
            using var another = Open().TryLease("failover", "beside it");
            Assert.NotNull(another);
            Assert.True(Open().HolderOf("drill") is { Holder: "the first", IsAlive: true } holder && holder.Shown.Contains("the first", StringComparison.Ordinal));
        }

        using var next = Open().TryLease("drill", "the second");
        Assert.NotNull(next);
        Assert.Equal("the second", Open().HolderOf("drill")?.Holder);
    }

    [Fact]
    public async Task Whoever_watches_hears_of_the_next_line_and_does_not_wait_for_what_is_there()
    {
        var store = Open();
        store.Append(Stream, ["a"]);
        Assert.Equal(1, await Open().WatchAsync(Stream, 0, TimeSpan.FromMinutes(1), Stop));
        var watched = Open().WatchAsync(Stream, 1, TimeSpan.FromMinutes(1), Stop);
        Assert.False(watched.IsCompleted);
        store.Append(Stream, ["b"]);
        Assert.Equal(2, await watched.WaitAsync(TimeSpan.FromSeconds(10), Stop));
        Assert.Equal(2, await Open().WatchAsync(Stream, 2, TimeSpan.FromMilliseconds(1), Stop));
    }

    [Fact]
    public void It_says_where_things_are_and_has_a_name_of_its_own()
    {
        var store = Open();
        Assert.True(store.IsMade);
        Assert.StartsWith(store.PlaceOf(""), store.PlaceOf("runs/one/plan.yaml"), StringComparison.Ordinal);
        Assert.True(Path.IsPathFullyQualified(store.Staging));
        Assert.Matches("^[0-9a-f]{16}$", StoreName.Of(store));
        Assert.Equal(StoreName.Of(store), StoreName.Of(Open()));
    }

    [Fact]
    public void A_cursor_is_moved_on_and_found_again_and_a_damaged_one_has_told_nothing()
    {
        var cursor = new StoreCursor(Open(), "a-reader");
        Assert.Null(cursor.Read());
        cursor.MoveTo(new("snapshot 1", new Dictionary<string, long> { [Stream] = 3 }.ToImmutable()));
        var found = new StoreCursor(Open(), "a-reader").Read()!;
        Assert.Equal("snapshot 1", found.Told);
        Assert.True(found.IsAt(new Dictionary<string, long> { [Stream] = 3 }.ToImmutable()));
        Assert.False(found.IsAt(new Dictionary<string, long> { [Stream] = 4 }.ToImmutable()));
        Assert.False(found.IsAt(new Dictionary<string, long> { [Stream] = 3, ["more"] = 1 }.ToImmutable()));
        Assert.False(found.IsAt(new Dictionary<string, long>().ToImmutable()));
        Assert.Null(new StoreCursor(Open(), "another").Read());
        Open().WriteDocument("cursors/a-reader.json", "{"u8);
        Assert.Null(cursor.Read());
    }

    private protected static IReadOnlyList<ReadOnlyMemory<byte>> Lines(params string[] lines) =>
        [.. lines.Select(line => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(line))];
}

file static class Positions
{
    public static System.Collections.Immutable.ImmutableSortedDictionary<string, long> ToImmutable(this Dictionary<string, long> positions) =>
        System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, positions);
}
