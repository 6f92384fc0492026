using System.Collections.Immutable;
using System.Text;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Runs;

/// <summary>What must hold whatever people say, in whatever order, and wherever the run is cut off; the seed is in every message.</summary>
public class RandomPeopleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 300)];

    public static TheoryData<int> FewerSeeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Nothing_is_done_twice_or_too_early_whatever_people_say(int seed)
    {
        var random = new Random(seed);
        var graph = PeopleOfChance.Graph(random);
        var (journal, run) = await DriveAsync(Run.Of(graph), random, Noon, []);
        Check(graph, journal, $"seed {seed}");
        Assert.True(run.Ended is not null || !run.GoesOn, $"seed {seed}: it stopped and was not over");
        Assert.True(run.Ended is not null || !run.In(StepStatus.Running).Any(), $"seed {seed}: it stopped with a step under way");
    }

    [Theory]
    [MemberData(nameof(FewerSeeds))]
    public async Task A_run_cut_at_any_entry_goes_on_and_hears_no_word_twice(int seed)
    {
        var random = new Random(seed);
        var graph = PeopleOfChance.Graph(random);
        var said = new List<OperatorCommand>();
        var (whole, _) = await DriveAsync(Run.Of(graph), random, Noon, said);
        for (var cut = 0; cut < whole.Count; cut++)
        {
            RunEvent[] before = [.. whole.Take(cut)];
            if (before.Any(e => e is RunEnded))
            {
                break;
            }

            // Every word that was ever said lies in the inbox again.
            var at = (before.LastOrDefault()?.At ?? Noon) + TimeSpan.FromHours(1);
            var run = Run.Of(graph, before).Apply(new RunResumed(at));
            var (rest, _) = await DriveAsync(run, new Random(seed + cut), at, said);
            Check(graph, [.. before, new RunResumed(at), .. rest], $"seed {seed}, cut at {cut}");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task What_people_said_reads_back_as_it_was_written(int seed)
    {
        var random = new Random(seed);
        var (journal, _) = await DriveAsync(Run.Of(PeopleOfChance.Graph(random)), random, Noon, []);
        var text = Written(journal);
        var read = JournalText.Read(Encoding.UTF8.GetBytes(text)).Events;
        Assert.Equal(text, Written(read));
        Assert.DoesNotContain("\"mobile\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Nobody_is_hurried_and_stand_ins_come_in_their_order(int seed)
    {
        var random = new Random(seed);
        var graph = PeopleOfChance.Graph(random);
        var (journal, _) = await DriveAsync(Run.Of(graph), random, Noon, []);
        var run = Run.Of(graph);
        foreach (var happened in journal)
        {
            var where = $"seed {seed}: {happened}";
            switch (happened)
            {
                case PersonReminded e:
                    Assert.True(run.Conversation.About(e.Step) is { Reminded: false } reminded && reminded.Next <= e.At, where);
                    break;
                case StandInAsked e:
                    Assert.True(run.Conversation.About(e.Step) is { Reminded: true, StandIns: [var next, ..] } question && next == e.Person && question.Next <= e.At, where);
                    break;
                case StepFailed e when graph[e.Step].Step.Action is PersonAction:
                    Assert.True(run.Conversation.About(e.Step) is { Reminded: true, StandIns.IsEmpty: true } late && late.Until <= e.At, where);
                    break;
            }

            Assert.True(run.Conversation.Paused is null || happened is not (PersonReminded or StandInAsked or StepStarted), where);
            run.Apply(happened);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Only_what_was_shown_to_operate_is_called_recovered(int seed)
    {
        var random = new Random(seed);
        var graph = PeopleOfChance.Graph(random);
        var (journal, run) = await DriveAsync(Run.Of(graph), random, Noon, []);
        var done = journal.OfType<StepSucceeded>().Select(e => e.Step).ToHashSet();
        var proven = graph.Systems.All(s => done.Contains(RecoveryGraph.LastStepOf(s)));
        Assert.True(proven || Assessment.OutcomeOf(run) == RunOutcome.PartlyRecovered, $"seed {seed}: recovered without proof");
        Assert.All(StepDuration.In(journal), d => Assert.Contains(d.Step, done));
    }

    private static async Task<(IReadOnlyList<RunEvent> Journal, Run Run)> DriveAsync(Run run, Random random, DateTimeOffset from, List<OperatorCommand> said)
    {
        var stage = new PeopleOfChance(random, run, from) { Said = said };
        var journal = new Kept();
        foreach (var word in said.ToArray())
        {
            if (run.Ended is null && stage.Hear(word) is { } happened)
            {
                journal.Events.Add(happened);
                run.Apply(happened);
            }
        }

        return (journal.Events, await RunLoop.DriveAsync(run, stage, journal, TestContext.Current.CancellationToken));
    }

    private static void Check(RecoveryGraph graph, IReadOnlyList<RunEvent> journal, string where)
    {
        Assert.NotNull(Run.Of(graph, journal)); // Whatever does not fit throws.
        var passed = new HashSet<StepName>();
        var done = new HashSet<StepName>();
        var words = new HashSet<string>();
        var approvals = new Dictionary<StepName, ImmutableHashSet<string>>();
        var paused = false;
        foreach (var happened in journal)
        {
            Assert.True(happened.Command is null || words.Add(happened.Command), $"{where}: {happened} takes a word again");
            switch (happened)
            {
                case StepStarted e:
                    Assert.True(!paused && graph[e.Step].After.All(passed.Contains), $"{where}: {e.Step} began too early");
                    break;
                case StepApproved e:
                    var so = approvals.GetValueOrDefault(e.Step, []);
                    Assert.True(!so.Contains(e.By.Person!), $"{where}: {e.By} approved twice");
                    Assert.Contains(e.By.Person, graph.Plan.RoleNamed("recovery lead").HeldBy);
                    approvals[e.Step] = so.Add(e.By.Person!);
                    break;
                case StepSucceeded e:
                    Assert.True(done.Add(e.Step), $"{where}: {e.Step} done twice");
                    Assert.True(graph[e.Step].Step.Action is not ApprovalAction approval || approvals[e.Step].Count >= approval.Of, $"{where}: {e.Step} went on unapproved");
                    passed.Add(e.Step);
                    break;
                case StepSkipped e:
                    Assert.True(graph[e.Step].Step.Skip == SkipRule.OnePerson || e.By.Select(b => b.Person).OfType<string>().Distinct().Count() > 1, $"{where}: {e.Step} skipped by one");
                    passed.Add(e.Step);
                    break;
                case StepFailed e:
                    approvals.Remove(e.Step); // Whoever approved was asked once; the next question is another.
                    if (graph[e.Step].Step.OnFailure == OnFailure.Continue)
                    {
                        passed.Add(e.Step);
                    }

                    break;
                case RunPaused:
                    paused = true;
                    break;
                case RunUnpaused:
                    paused = false;
                    break;
            }
        }
    }

    private static string Written(IEnumerable<RunEvent> journal)
    {
        var chain = new JournalChain();
        return string.Concat(journal.Select(e => chain.Add(e) + "\n"));
    }

    private sealed class Kept : IRunJournal
    {
        public List<RunEvent> Events { get; } = [];

        public ValueTask AppendAsync(RunEvent happened, CancellationToken cancellationToken)
        {
            Events.Add(happened);
            return ValueTask.CompletedTask;
        }
    }
}
