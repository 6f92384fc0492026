using Holdfast.Recovery.Runs;
using Holdfast.Execution.Journals;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Journals;

public sealed class FileJournalTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly StepName Step = new("records", "restore");
    private readonly Scratch _scratch = new();

    private string Path => _scratch["runs/one/journal.jsonl"];

    [Fact]
    public async Task What_was_written_is_read_back_and_gone_on_with()
    {
        await WriteAsync(new StepStarted(Noon, Step));
        var (journal, events) = FileJournal.Reopen(Path);
        using (journal)
        {
            Assert.Equal([new StepStarted(Noon, Step)], events);
            await journal.AppendAsync(new StepSucceeded(Noon, Step, 7, null), TestContext.Current.CancellationToken);
        }

        Assert.Equal([new StepStarted(Noon, Step), new StepSucceeded(Noon, Step, 7, null)], FileJournal.Read(Path).Events);
    }

    [Fact]
    public async Task Half_a_line_left_by_a_crash_is_cut_off_and_the_journal_goes_on()
    {
        await WriteAsync(new StepStarted(Noon, Step));
        await File.AppendAllTextAsync(Path, "{\"seq\":2,\"prev\":\"", TestContext.Current.CancellationToken);
        var (journal, events) = FileJournal.Reopen(Path);
        using (journal)
        {
            Assert.Single(events);
            await journal.AppendAsync(new StepFailed(Noon, Step, "no", null), TestContext.Current.CancellationToken);
        }

        Assert.Equal(2, FileJournal.Read(Path).Events.Count);
    }

    [Fact]
    public async Task A_changed_line_is_not_gone_on_with()
    {
        await WriteAsync(new StepStarted(Noon, Step), new StepSucceeded(Noon, Step, 7, null));
        await File.WriteAllTextAsync(
            Path, (await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken)).Replace("records", "payroll", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Throws<JournalDamagedException>(() => FileJournal.Reopen(Path));
    }

    [Fact]
    public async Task A_run_does_not_write_over_the_journal_of_another()
    {
        await WriteAsync(new StepStarted(Noon, Step));
        Assert.Throws<IOException>(() => FileJournal.Create(Path));
        Assert.Single(FileJournal.Read(Path).Events);
    }

    public void Dispose() => _scratch.Dispose();

    private async Task WriteAsync(params RunEvent[] events)
    {
        using var journal = FileJournal.Create(Path);
        foreach (var happened in events)
        {
            await journal.AppendAsync(happened, TestContext.Current.CancellationToken);
        }
    }
}
