using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Execution.Journals;

/// <summary>What every journal of a run promises. Each one's test class inherits it.</summary>
public abstract class RunJournalContract
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly StepName Step = new("records", "restore");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A new one, empty; the first call makes what it is kept in.</summary>
    private protected abstract IRunJournal New();

    /// <summary>What another process reads of it at this moment.</summary>
    private protected abstract IReadOnlyList<RunEvent> Kept();

    /// <summary>From now on nothing can be kept.</summary>
    private protected abstract void Break();

    [Fact]
    public async Task What_was_appended_is_kept_when_appending_returns_and_in_order()
    {
        RunEvent[] events = [new StepStarted(Noon, Step), new StepSucceeded(Noon, Step, 7, null), new RunResumed(Noon)];
        var journal = New();
        for (var i = 0; i < events.Length; i++)
        {
            await journal.AppendAsync(events[i], Stop);
            Assert.Equal(events[..(i + 1)], Kept());
        }
    }

    [Fact]
    public async Task What_cannot_be_kept_is_thrown_and_was_not_kept()
    {
        var journal = New();
        await journal.AppendAsync(new StepStarted(Noon, Step), Stop);
        Break();
        var before = Kept();
        await Assert.ThrowsAnyAsync<Exception>(async () => await journal.AppendAsync(new StepSucceeded(Noon, Step, 7, null), Stop));
        Assert.Equal(before, Kept());
    }
}
