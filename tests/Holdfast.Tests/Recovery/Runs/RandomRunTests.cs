using System.Collections.Immutable;
using System.Text;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Data.Files;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Runs;

/// <summary>Random graphs, failures and crashes; the seed is in every message.</summary>
public class RandomRunTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task No_step_starts_before_what_it_waits_for_and_every_step_ends_or_is_held_back(int seed)
    {
        var random = new Random(seed);
        var graph = RandomGraph(random);
        var journal = new MemoryJournal();
        var run = await RunLoop.DriveAsync(Run.Of(graph), new SeededStage(random, failures: 0.4), journal, TestContext.Current.CancellationToken);

        var done = new HashSet<StepName>();
        var passed = new HashSet<StepName>(); // Done, or failed for good where the plan goes on all the same.
        var failures = new Dictionary<StepName, int>();
        foreach (var happened in journal.Events)
        {
            switch (happened)
            {
                case StepStarted e:
                    Assert.True(graph[e.Step].After.All(passed.Contains), $"seed {seed}: {e.Step} started too early");
                    break;
                case StepSucceeded e:
                    Assert.True(done.Add(e.Step), $"seed {seed}: {e.Step} done twice");
                    passed.Add(e.Step);
                    break;
                case StepFailed e:
                    var step = graph[e.Step].Step;
                    failures[e.Step] = failures.GetValueOrDefault(e.Step) + 1;
                    Assert.True(failures[e.Step] <= step.Retries + 1, $"seed {seed}: {e.Step} tried more often than the plan says");
                    if (failures[e.Step] > step.Retries && step.OnFailure == OnFailure.Continue)
                    {
                        passed.Add(e.Step);
                    }

                    break;
            }
        }

        foreach (var step in graph.Steps)
        {
            var expected = step.After.All(passed.Contains) ? new[] { StepStatus.Done, StepStatus.Failed } : [StepStatus.Waiting];
            Assert.True(expected.Contains(run.StatusOf(step.Name)), $"seed {seed}: {step.Name} is {run.StatusOf(step.Name)}");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_host_never_carries_out_more_than_it_can_and_everything_is_done_all_the_same(int seed)
    {
        var random = new Random(seed);
        var most = random.Next(1, 4);
        var graph = RandomGraph(random, new Host("there", "colo", new("/", ImmutableSortedDictionary<string, int>.Empty), null) { AtOnce = most });
        var journal = new MemoryJournal();
        var run = await RunLoop.DriveAsync(Run.Of(graph), new SeededStage(random, failures: 0), journal, TestContext.Current.CancellationToken);
        Assert.True(graph.Steps.All(s => run.StatusOf(s.Name) == StepStatus.Done), $"seed {seed}");
        var (now, highest) = (0, 0);
        foreach (var happened in journal.Events)
        {
            now += happened switch { StepStarted => 1, StepSucceeded => -1, _ => 0 };
            highest = Math.Max(highest, now);
        }

        Assert.True(highest <= most, $"seed {seed}: {highest} at once where {most} may be");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_run_cut_at_any_entry_is_finished_from_its_journal(int seed)
    {
        var random = new Random(seed);
        var graph = RandomGraph(random);
        var whole = new MemoryJournal();
        await RunLoop.DriveAsync(Run.Of(graph), new SeededStage(random, failures: 0), whole, TestContext.Current.CancellationToken);

        var cut = whole.Events.Take(random.Next(whole.Events.Count + 1)).ToArray();
        var resumed = Run.Of(graph, cut).Apply(new RunResumed(Noon));
        var rest = new MemoryJournal();
        var run = await RunLoop.DriveAsync(resumed, new SeededStage(random, failures: 0), rest, TestContext.Current.CancellationToken);

        Assert.True(graph.Steps.All(s => run.StatusOf(s.Name) == StepStatus.Done), $"seed {seed}, cut at {cut.Length}");
        var before = cut.OfType<StepSucceeded>().Select(e => e.Step).ToHashSet();
        Assert.True(!rest.Events.OfType<StepStarted>().Any(e => before.Contains(e.Step)), $"seed {seed}: a step that was done is done again");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_journal_on_disk_reads_back_as_what_was_written_and_half_a_line_is_cut_off(int seed)
    {
        var random = new Random(seed);
        var journal = new MemoryJournal();
        await RunLoop.DriveAsync(Run.Of(RandomGraph(random)), new SeededStage(random, failures: 0.2), journal, TestContext.Current.CancellationToken);
        var chain = new JournalChain();
        var bytes = Encoding.UTF8.GetBytes(string.Concat(journal.Events.Select(e => chain.Add(e) + "\n")));

        Assert.Equal(journal.Events, JournalText.Read(bytes).Events);

        var cut = random.Next(bytes.Length);
        var read = JournalText.Read(bytes.AsSpan(0, cut));
        Assert.Equal(bytes.AsSpan(0, cut).LastIndexOf((byte)'\n') + 1, read.WholeBytes);
        Assert.Equal(journal.Events.Take(read.Events.Count), read.Events);
    }

    private static RecoveryGraph RandomGraph(Random random, params ImmutableArray<Host> hosts)
    {
        var count = random.Next(1, 20);
        var hour = new Sourced<TimeSpan>(TimeSpan.FromHours(1), ValueSource.Written);
        var systems = Enumerable.Range(0, count).Select(i => new ProtectedSystem
        {
            Name = $"s{i}",
            Rto = hour,
            Rpo = hour,
            Needs = [.. Enumerable.Range(0, i).Where(_ => random.Next(4) == 0).Select(n => $"s{n}")],
            RunsOn = "here",
            RecoversOn = "there",
            Protection = new Protection(new FilesData("data", []), TimeSpan.FromMinutes(1), ["vault"]),
            Recover = [.. Enumerable.Range(1, random.Next(1, 4)).Select(n => StepOf(n, random))],
        });
        var plan = new Plan { Organization = "any", Systems = [.. systems], Hosts = hosts };
        return RecoveryGraph.Of(plan, [.. plan.Systems.Select(s => s.Name)]);
    }

    private static RecoveryStep StepOf(int number, Random random) => new($"check {number}", new FilesCheck("data", 1), TimeSpan.FromMinutes(1))
    {
        Retries = random.Next(3),
        OnFailure = random.Next(4) == 0 ? OnFailure.Continue : OnFailure.Stop,
    };

    private sealed class MemoryJournal : IRunJournal
    {
        public List<RunEvent> Events { get; } = [];

        public ValueTask AppendAsync(RunEvent happened, CancellationToken cancellationToken)
        {
            Events.Add(happened);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class SeededStage(Random random, double failures) : IStage
    {
        private readonly List<StepName> _underWay = [];

        public DateTimeOffset Now { get; private set; } = Noon;

        public void Begin(GraphStep step) => _underWay.Add(step.Name);

        public ValueTask<RunEvent> NextAsync(CancellationToken cancellationToken)
        {
            var index = random.Next(_underWay.Count);
            var step = _underWay[index];
            _underWay.RemoveAt(index);
            Now += TimeSpan.FromSeconds(random.Next(10));
            return ValueTask.FromResult<RunEvent>(random.NextDouble() < failures
                ? new StepFailed(Now, step, "by chance", null)
                : new StepSucceeded(Now, step, random.Next(1000), null));
        }
    }
}
