using Holdfast.Execution.Evidence;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Execution.Stores;
using Xunit;

namespace Holdfast.Tests.Execution.Executors;

public sealed class OwnRunsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly MemoryRunStore _state = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private int Sealed => _state.EvidenceNames().Count;

    [Fact]
    public async Task A_run_that_was_cut_off_between_its_end_and_its_seal_is_sealed_once()
    {
        await JournalAsync("a-drill-x", ended: true);
        OwnRuns.MarkOwn(_state, "a-drill-x");
        OwnRuns.SealEnded(_state);
        OwnRuns.SealEnded(_state);
        Assert.Equal(1, Sealed);
    }

    [Fact]
    public async Task A_run_that_was_taken_up_after_its_end_is_sealed_again()
    {
        await JournalAsync("a-failover-x", ended: true);
        OwnRuns.MarkOwn(_state, "a-failover-x");
        OwnRuns.SealEnded(_state);
        var (journal, _) = StoredJournal.Reopen(_state, "a-failover-x");
        await journal.AppendAsync(new RunResumed(Noon), Stop);
        OwnRuns.SealEnded(_state);
        Assert.Equal(1, Sealed);
        await journal.AppendAsync(End, Stop);
        OwnRuns.SealEnded(_state);
        Assert.Equal(2, Sealed);
    }

    [Fact]
    public async Task Neither_a_run_of_another_machine_nor_one_that_goes_on_is_sealed()
    {
        await JournalAsync("a-drill-x", ended: true);
        await JournalAsync("b-drill-y", ended: false);
        OwnRuns.MarkOwn(_state, "b-drill-y");
        OwnRuns.SealEnded(_state);
        Assert.Equal(0, Sealed);
    }

    private static RunEnded End => new(Noon, RunOutcome.PartlyRecovered, [], null);

    private async Task JournalAsync(string run, bool ended)
    {
        var journal = StoredJournal.Create(_state, run);
        await journal.AppendAsync(new RunBegan(Noon, run, RunKind.Drill, "any", "fire", "", "/", Noon, DisasterSource.Declaration, [], [], [], [], []), Stop);
        if (ended)
        {
            await journal.AppendAsync(End, Stop);
        }
    }
}
