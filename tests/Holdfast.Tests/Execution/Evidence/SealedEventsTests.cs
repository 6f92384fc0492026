using Holdfast.Execution.Evidence;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Recovery.Runs;
using Holdfast.Recovery.Trust;
using Holdfast.Tests.Execution.Stores;
using Holdfast.Tests.Recovery.Trust;
using Xunit;

namespace Holdfast.Tests.Execution.Evidence;

/// <summary>From which journals figures are taken.</summary>
public sealed class SealedEventsTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly StepName Restore = new("records", "restore");
    private readonly MemoryRunStore _state = new();
    private readonly Pen _lead = new();

    [Fact]
    public async Task A_journal_that_nobody_sealed_gives_no_figure()
    {
        await DrillAsync(_state, "20260101T120000Z-drill-aaaa");
        Assert.False(KeptHistory.In(_state).IsMeasured(Restore));
        SealedJournals.Seal(_state, "20260101T120000Z-drill-aaaa");
        Assert.True(KeptHistory.In(_state).IsMeasured(Restore));
    }

    [Fact]
    public async Task A_changed_seal_and_the_seal_of_another_run_give_none()
    {
        await DrillAsync(_state, "20260101T120000Z-drill-aaaa");
        await DrillAsync(_state, "20260102T120000Z-drill-bbbb");
        SealedJournals.Seal(_state, "20260101T120000Z-drill-aaaa");
        var sealedBytes = _state.ReadDocument("evidence/20260101T120000Z-drill-aaaa.jsonl")!;
        _state.WriteDocument("evidence/20260102T120000Z-drill-bbbb.jsonl", sealedBytes);
        Assert.True(KeptHistory.In(_state).IsMeasured(Restore));
        sealedBytes[^20] ^= 1;
        _state.WriteDocument("evidence/20260101T120000Z-drill-aaaa.jsonl", sealedBytes);
        _state.RemoveDocument("evidence/20260102T120000Z-drill-bbbb.jsonl");
        Assert.False(KeptHistory.In(_state).IsMeasured(Restore));
    }

    [Fact]
    public async Task Where_the_organization_signs_only_machines_that_it_named_give_figures()
    {
        var other = new MemoryRunStore();
        await DrillAsync(other, "20260101T120000Z-drill-aaaa");
        SealedJournals.Seal(other, "20260101T120000Z-drill-aaaa");
        await DrillAsync(_state, "20260101T120000Z-drill-aaaa");
        _state.WriteDocument("evidence/20260101T120000Z-drill-aaaa.jsonl", other.ReadDocument("evidence/20260101T120000Z-drill-aaaa.jsonl")!);
        Assert.True(KeptHistory.In(_state).IsMeasured(Restore)); // Nothing is signed: as before.

        var memory = new TrustMemory(_state);
        memory.Anchor(_lead.Fingerprint);
        memory.Take(memory.Read()!, [_lead.Holders(1, _lead.As("maria"))]);
        Assert.False(KeptHistory.In(_state).IsMeasured(Restore));

        memory.Take(memory.Read()!, [_lead.Machines(2, new Machine("other", SealedJournals.Fingerprint(other), ["office-server"]))]);
        Assert.True(KeptHistory.In(_state).IsMeasured(Restore));
    }

    public void Dispose() => _lead.Dispose();

    private static async Task DrillAsync(IRunStore state, string run)
    {
        var journal = StoredJournal.Create(state, run);
        foreach (var happened in new RunEvent[]
        {
            new RunBegan(Noon, run, RunKind.Drill, "Business", "fire", new('a', 64), "/srv", Noon, DisasterSource.Declaration, ["records"], [], [], [], [], []),
            new StepStarted(Noon, Restore),
            new StepSucceeded(Noon.AddSeconds(5), Restore, 1, null),
            new RunEnded(Noon.AddSeconds(6), RunOutcome.Recovered, [], null),
        })
        {
            await journal.AppendAsync(happened, TestContext.Current.CancellationToken);
        }
    }
}
