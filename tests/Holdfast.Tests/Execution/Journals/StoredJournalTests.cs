using Holdfast.Execution.Journals;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Journals;

public sealed class StoredJournalTests : RunJournalContract, IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly StepName Step = new("records", "restore");
    private readonly Scratch _scratch = new();
    private readonly FileRunStore _state;

    public StoredJournalTests() => _state = new(_scratch["state"]);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string File => _state.PlaceOf(StoreNames.JournalOf("one"));

    [Fact]
    public async Task What_was_written_is_read_back_and_gone_on_with()
    {
        await WriteAsync(new StepStarted(Noon, Step));
        var (journal, events) = StoredJournal.Reopen(_state, "one");
        Assert.Equal([new StepStarted(Noon, Step)], events);
        await journal.AppendAsync(new StepSucceeded(Noon, Step, 7, null), Stop);

        Assert.Equal([new StepStarted(Noon, Step), new StepSucceeded(Noon, Step, 7, null)], StoredJournal.Read(_state, "one").Events);
    }

    [Fact]
    public async Task Half_a_line_left_by_a_crash_is_cut_off_and_the_journal_goes_on()
    {
        await WriteAsync(new StepStarted(Noon, Step));
        await System.IO.File.AppendAllTextAsync(File, "{\"seq\":2,\"prev\":\"", Stop);
        var (journal, events) = StoredJournal.Reopen(_state, "one");
        Assert.Single(events);
        await journal.AppendAsync(new StepFailed(Noon, Step, "no", null), Stop);

        Assert.Equal(2, StoredJournal.Read(_state, "one").Events.Count);
    }

    [Fact]
    public async Task A_changed_line_is_not_gone_on_with()
    {
        await WriteAsync(new StepStarted(Noon, Step), new StepSucceeded(Noon, Step, 7, null));
        await System.IO.File.WriteAllTextAsync(File, (await System.IO.File.ReadAllTextAsync(File, Stop)).Replace("records", "payroll", StringComparison.Ordinal), Stop);
        Assert.Throws<JournalDamagedException>(() => StoredJournal.Reopen(_state, "one"));
    }

    [Fact]
    public async Task A_run_does_not_write_over_the_journal_of_another()
    {
        await WriteAsync(new StepStarted(Noon, Step));
        Assert.Throws<IOException>(() => StoredJournal.Create(_state, "one"));
        Assert.Single(StoredJournal.Read(_state, "one").Events);
    }

    [Fact]
    public async Task Of_two_who_carry_out_one_run_the_second_to_write_a_line_is_told()
    {
        await WriteAsync(new StepStarted(Noon, Step));
        var (ours, _) = StoredJournal.Reopen(_state, "one");
        var (theirs, _) = StoredJournal.Reopen(new FileRunStore(_scratch["state"]), "one");
        await theirs.AppendAsync(new StepSucceeded(Noon, Step, 7, null), Stop);
        var told = await Assert.ThrowsAsync<IOException>(async () => await ours.AppendAsync(new StepFailed(Noon, Step, "no", null), Stop));
        Assert.Equal("Line 2 of the journal of one was written by another process: it is carried out there.", told.Message);
        Assert.IsType<StepSucceeded>(StoredJournal.Read(_state, "one").Events[^1]);
    }

    public void Dispose() => _scratch.Dispose();

    private protected override IRunJournal New() => StoredJournal.Create(_state, "one");

    private protected override IReadOnlyList<RunEvent> Kept() => StoredJournal.Read(new FileRunStore(_scratch["state"]), "one").Events;

    private protected override void Break()
    {
        var (other, _) = StoredJournal.Reopen(new FileRunStore(_scratch["state"]), "one");
        other.AppendAsync(new RunResumed(Noon), Stop).AsTask().Wait(Stop);
    }

    private async Task WriteAsync(params RunEvent[] events)
    {
        var journal = StoredJournal.Create(_state, "one");
        foreach (var happened in events)
        {
            await journal.AppendAsync(happened, Stop);
        }
    }
}
