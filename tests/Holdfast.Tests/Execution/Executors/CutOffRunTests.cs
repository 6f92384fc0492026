using System.Text;
using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Executors;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Stores;
using Holdfast.Protocol;
using Holdfast.Recovery.Evidence;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Execution.Stores;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Executors;

/// <summary>
/// The machine that leads a run is cut off right after each entry of its journal, once and a second time while the run is taken up again.
/// Whatever was cut off: nothing happens twice unasked, no fact is lost, nothing is called recovered that is not, and evidence is sealed.
/// </summary>
public sealed class CutOffRunTests : IDisposable
{
    private const int Times = 2000;

    /// <summary>Every first cut, and of the second ones each fourth: all of them say no more and take four times as long.</summary>
    private const int Apart = 4;

    private const string Text = """
        organization: any
        sites: { office: { fails with: [building office] }, colo: { fails with: [building colo] } }
        hosts:
          srv: { site: office, folder: office }
          dr: { site: colo, folder: colo, drill: { folder: drill } }
        repositories: { nas: { at: nas, site: office, key: env:NAS } }
        systems:
          till:
            rto: 1 hour
            rpo: 1 hour
            runs on: srv
            recovers on: dr
            protect: nothing
            because: it is a program
            recover:
              - run: [order, paper]
                timeout: 30 hours
              - service: { name: till, command: [till] }
                timeout: 30 hours
              - check: { run: [ask, till] }
                timeout: 30 hours
          letters:
            rto: 1 hour
            rpo: 1 hour
            runs on: srv
            recovers on: dr
            protect: nothing
            because: they are printed
            recover:
              - run: [print, letters]
                repeatable: true
                timeout: 30 hours
              - check: { run: [ask, letters] }
                timeout: 30 hours
        scenarios: { fire: { loses: [building office] } }
        """;

    private static readonly Dictionary<StepName, bool> NoWord = [];
    private static readonly StepName Paper = new("till", "run 1");

    private readonly Scratch _scratch = new();
    private readonly PlanInForce _plan;

    public CutOffRunTests() => _plan = PlanInForce.Of(Encoding.UTF8.GetBytes(Text), _scratch["holdfast.yaml"], "test");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failover_cut_off_after_any_entry_and_again_while_it_is_taken_up_ends_whole()
    {
        var all = await EntriesAsync();
        Assert.True(all >= 12, $"{all} entries");
        var cuts = 0;
        for (var first = 1; first <= all; first++)
        {
            for (var (second, cutAgain) = (1 + (first % Apart), true); cutAgain; second += Apart)
            {
                var world = new CountingHosts();
                var state = new MemoryRunStore();
                await Assert.ThrowsAsync<CutOffException>(() => FailoverAsync(ExecutorOf(state, world, first)));
                var run = Assert.Single(state.RunNames());
                cutAgain = await TakeUpAsync(state, run, world, second);
                cuts += cutAgain ? 2 : 1;
                Assert.True(!cutAgain || !await TakeUpAsync(state, run, world, int.MaxValue));
                IsWhole(state, run, world, $"cut after {first}, and after {second} more");
            }
        }

        Assert.True(cuts > 30, $"{cuts} cuts");
        TestContext.Current.SendDiagnosticMessage($"{cuts} cuts of a failover of {all} entries");
    }

    [Fact]
    public async Task A_drill_cut_off_after_any_entry_proves_nothing_and_the_next_one_goes_through()
    {
        var all = await EntriesAsync();
        for (var cut = 1; cut <= all; cut++)
        {
            var world = new CountingHosts();
            var state = new MemoryRunStore();
            await Assert.ThrowsAsync<CutOffException>(() => DrillAsync(ExecutorOf(state, world, cut)));
            var journal = StoredJournal.Read(state, Assert.Single(state.RunNames())).Events;
            if (RunSummary.Of(journal).Ended is null)
            {
                Assert.Empty(Trial.In(journal));
                OwnRuns.SealEnded(state);
                Assert.Empty(state.EvidenceNames());
            }

            Assert.Equal(RunOutcome.Recovered, (await DrillAsync(ExecutorOf(state, world, int.MaxValue))).Ended.Outcome);
        }
    }

    public void Dispose() => _scratch.Dispose();

    private async Task<int> EntriesAsync()
    {
        var state = new MemoryRunStore();
        var finished = await FailoverAsync(ExecutorOf(state, new CountingHosts(), int.MaxValue));
        Assert.Equal(RunOutcome.Recovered, finished.Ended.Outcome);
        return StoredJournal.Read(state, finished.Began.Run).Events.Count;
    }

    /// <param name="cutAfter">After so many entries of the journal it is cut off; each is kept by then.</param>
    private Executor ExecutorOf(MemoryRunStore state, CountingHosts world, int cutAfter)
    {
        var entries = 0;
        return new(
            _plan, state, world, static (_, _) => throw new NotSupportedException(), RunClock.Begin(new RushingClock(Times)),
            _ => entries = entries + 1 == cutAfter ? throw new CutOffException() : entries + 1);
    }

    private async Task<FinishedRun> FailoverAsync(Executor executor)
    {
        var loss = Loss.Of(_plan.Plan, _plan.Plan.Scenarios[0]);
        await using var repositories = await executor.OpenAsync(loss, Stop);
        return await executor.FailoverAsync(loss, null, again: false, [], PointWish.None, repositories, Stop);
    }

    private Task<FinishedRun> DrillAsync(Executor executor) => executor.DrillAsync(Loss.Of(_plan.Plan, _plan.Plan.Scenarios[0]), PointWish.None, Stop);

    /// <returns>Whether it was cut off again.</returns>
    private async Task<bool> TakeUpAsync(MemoryRunStore state, string run, CountingHosts world, int cutAfter)
    {
        try
        {
            try
            {
                await ExecutorOf(state, world, cutAfter).ResumeAsync(run, NoWord, Stop);
            }
            catch (RunRefusedException e) when (e.Message.Contains("may or may not have happened", StringComparison.Ordinal))
            {
                world.Redone++; // The operator looked: it had not.
                await ExecutorOf(state, world, cutAfter).ResumeAsync(run, new Dictionary<StepName, bool> { [Paper] = false }, Stop);
            }
        }
        catch (RunRefusedException e)
        {
            Assert.Contains("has ended", e.Message, StringComparison.Ordinal);
        }
        catch (CutOffException)
        {
            return true;
        }

        return false;
    }

    private void IsWhole(MemoryRunStore state, string run, CountingHosts world, string when)
    {
        var journal = StoredJournal.Read(state, run);
        var folded = Run.Of(RecoveryGraph.Of(_plan.Plan, journal.Events.OfType<RunBegan>().Single().Systems), journal.Events);
        Assert.True(folded.Ended is { Outcome: RunOutcome.Recovered }, when);
        Assert.All(folded.Graph.Steps, step => Assert.True(folded.StatusOf(step.Name) == StepStatus.Done, $"{when}: {step.Name}"));
        Assert.True(world.Commands[Paper.ToString()] is >= 1 and var times && times <= 1 + world.Redone, $"{when}: paper was ordered {world.Commands[Paper.ToString()]} times");
        Assert.True(world.Commands["letters/run 1"] >= 1, when);
        Assert.Equal(["till"], world.Running);
        var whole = state.Read(StoreNames.JournalOf(run)).Bytes;
        Assert.Contains(
            state.EvidenceNames().Select(name => state.ReadDocument(name)!),
            evidence => EvidenceCheck.Of(evidence).Good && evidence.AsSpan().StartsWith(whole.Span));
    }

    private sealed class CutOffException : Exception;

    /// <summary>Hosts that outlive whoever leads: they remember what was done to them.</summary>
    private sealed class CountingHosts : IAgentLink
    {
        private readonly Lock _one = new();

        public Dictionary<string, int> Commands { get; } = [];

        public HashSet<string> Running { get; } = [];

        public int Redone { get; set; }

        public Task<Fate> AskAsync(string host, string run, string id, CancellationToken cancellationToken) => Task.FromResult(Fate.UnknownOf(id));

        public Task<Report> SendAsync(string host, Instruction instruction, CancellationToken cancellationToken)
        {
            lock (_one)
            {
                return Task.FromResult(Answer(instruction.Order));
            }
        }

        private Report Answer(Order order)
        {
            switch (order)
            {
                case RunCommandOrder { Mark.Step: var step }:
                    Commands[step] = Commands.GetValueOrDefault(step) + 1;
                    return new Done();
                case StartServiceOrder start:
                    Running.Add(start.Service);
                    return new Done();
                case LookAtServicesOrder look:
                    return new ServicesSeen([.. look.Services.Select(s => new ServiceSeen(s, Running.Contains(s), null))]);
                case CheckOrder { AsControl: true }:
                    return new Failed("nothing is there");
                default:
                    return new Done();
            }
        }
    }
}
