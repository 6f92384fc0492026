using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Repositories;

public sealed class EpochMemoryTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly EpochEntry Entry = new(3, Noon, "a-failover-x", "ann@colo", [new("records", "colo")], ["0123456789abcdef"], new string('a', 64));
    private readonly Scratch _scratch = new();
    private readonly EpochMemory _memory;

    public EpochMemoryTests() => _memory = new(new FileRunStore(_scratch["state"]));

    [Fact]
    public void What_was_seen_once_is_remembered_with_all_that_it_says()
    {
        _memory.Remember(EpochRecord.In([], [Entry]));
        _memory.Remember(EpochRecord.In([]));
        var entry = Assert.Single(_memory.Entries);
        Assert.Equal((Entry.Number, Entry.Begins, Entry.Run, Entry.Leader, Entry.Snapshot), (entry.Number, entry.Begins, entry.Run, entry.Leader, entry.Snapshot));
        Assert.Equal((Entry.Active[0], Entry.Before[0]), (Assert.Single(entry.Active), Assert.Single(entry.Before)));
    }

    [Fact]
    public void What_is_ignored_is_not_remembered_and_stays_ignored()
    {
        _memory.Remember(EpochRecord.In([], [Entry]));
        _memory.Ignore(new("aaaaaaaa", "planted", "ann", Noon));
        Assert.Equal(0, EpochRecord.In([], _memory.Entries, _memory.Ignored).Current);
        Assert.Equal("planted", Assert.Single(_memory.Ignored).Because);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"entries\":[{\"number\":3}],\"ignored\":[{}]}")]
    [InlineData("{}")]
    public void A_damaged_file_tells_nothing_and_stops_nothing(string text)
    {
        File.WriteAllText(_scratch["state/epochs.json"], text);
        Assert.Empty(_memory.Entries);
        Assert.Empty(_memory.Ignored);
        _memory.Remember(EpochRecord.In([], [Entry]));
        Assert.Single(_memory.Entries);
    }

    public void Dispose() => _scratch.Dispose();
}
