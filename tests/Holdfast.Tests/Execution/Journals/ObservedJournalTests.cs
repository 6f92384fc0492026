using Holdfast.Execution.Journals;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Execution.Stores;
using Xunit;

namespace Holdfast.Tests.Execution.Journals;

public sealed class ObservedJournalTests : RunJournalContract
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly MemoryRunStore _state = new();
    private readonly List<RunEvent> _told = [];

    [Fact]
    public async Task No_one_is_told_of_what_could_not_be_kept()
    {
        var journal = New();
        await journal.AppendAsync(new RunResumed(Noon), TestContext.Current.CancellationToken);
        Break();
        await Assert.ThrowsAsync<IOException>(async () => await journal.AppendAsync(new RunResumed(Noon), TestContext.Current.CancellationToken));
        Assert.Single(_told);
    }

    private protected override IRunJournal New() => new ObservedJournal(StoredJournal.Create(_state, "one"), happened =>
    {
        Assert.Equal(happened, Kept()[^1]); // After it is kept, never before.
        _told.Add(happened);
    });

    private protected override IReadOnlyList<RunEvent> Kept() => StoredJournal.Read(_state, "one").Events;

    private protected override void Break()
    {
        var (other, _) = StoredJournal.Reopen(_state, "one");
        other.AppendAsync(new RunResumed(Noon), default).AsTask().Wait(TestContext.Current.CancellationToken);
    }
}
