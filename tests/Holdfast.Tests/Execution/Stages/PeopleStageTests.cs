using System.Collections.Immutable;
using Holdfast.Execution.Codes;
using Holdfast.Execution.Inboxes;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Stages;
using Holdfast.Execution.Stores;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Recovery.Plans;
using Holdfast.Tests.Restic;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Stages;

/// <summary>Steps for a person: on hosts that do all they are told, with people who answer through the inbox, on a clock that waits for nobody.</summary>
public sealed class PeopleStageTests : IDisposable
{
    private const string Task = "documents/task 1";
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.Reference.Replace("wait: 10 seconds", "wait: 1 ms", StringComparison.Ordinal));

    private readonly Scratch _scratch = new();
    private readonly SkippingClock _clock = new();
    private readonly FileRunStore _state;
    private readonly Inbox _inbox;

    public PeopleStageTests()
    {
        _state = new(_scratch["state"]);
        _inbox = new(_state, "the-run");
    }

    [Fact]
    public async Task Somebody_is_asked_in_the_plans_words_and_what_follows_waits_for_the_answer()
    {
        var events = await RunAsync("documents", happened => Answer(happened is PersonAsked, OperatorCommandKind.Confirm, Task));
        var asked = Assert.Single(events.OfType<PersonAsked>());
        Assert.Equal(("front desk", "Open three folders and look at the newest scan."), (asked.For, asked.What));
        Assert.Equal(["sam"], asked.Asked);
        Assert.Equal(["maria"], asked.StandIns);
        Assert.Equal(asked.At + TimeSpan.FromHours(4), asked.Until);
        var done = events.OfType<StepSucceeded>().Single(e => e.Step.ToString() == Task);
        Assert.Equal(Speaker.AtTheMachine("tester"), done.By);
        Assert.True(events.IndexOf(done) < events.FindIndex(e => e is StepStarted { Step.Step: "check 1" }));
        Assert.Equal(2, events.OfType<StepSucceeded>().Count(e => e.Step.Step.StartsWith("check", StringComparison.Ordinal)));
        Assert.Empty(_inbox.Waiting());
    }

    [Fact]
    public async Task Who_does_not_answer_is_reminded_then_the_stand_in_is_asked_and_then_it_has_failed()
    {
        var events = await RunAsync("documents", _ => { });
        Assert.Equal(
            ["PersonAsked", "PersonReminded", "StandInAsked", "PersonReminded", "StepFailed"],
            events.SkipWhile(e => e is not PersonAsked).Select(e => e.GetType().Name));
        Assert.Equal("maria", events.OfType<StandInAsked>().Single().Person);
        var asked = events.OfType<PersonAsked>().Single();
        Assert.Equal([60, 120, 180, 240], events.SkipWhile(e => e is not PersonReminded).Select(e => (int)(e.At - asked.At).TotalMinutes));
        Assert.Equal("nobody said within 4 hours that it is done: sam and maria did not answer", events.OfType<StepFailed>().Single().Why);
    }

    [Fact]
    public async Task An_approval_begins_what_follows_only_with_a_code_of_the_asked_role()
    {
        var code = Issue("maria");
        var events = await RunAsync("booking", happened =>
        {
            Answer(happened is PersonAsked { Kind: QuestionKind.Approval }, OperatorCommandKind.Approve, "booking/approval 1");
            Answer(happened is CommandRefused, OperatorCommandKind.Approve, "booking/approval 1", code);
            Answer(happened is PersonAsked { Kind: QuestionKind.Task } task, OperatorCommandKind.Confirm, (happened as PersonAsked)?.Step.ToString());
        });
        var refused = Assert.Single(events.OfType<CommandRefused>());
        Assert.Contains("needs one person's code", refused.Why, StringComparison.Ordinal);
        var approved = Assert.Single(events.OfType<StepApproved>());
        Assert.Equal("maria", approved.By.Person);
        Assert.StartsWith("maria-", approved.By.Code, StringComparison.Ordinal);
        Assert.True(events.IndexOf(approved) < events.FindIndex(e => e is StepStarted { Step.Step: "restore" }));
        Assert.Contains("Point the name www.harbor.example to 10.20.0.11, to be remembered for 1 minute.", events.OfType<PersonAsked>().Select(a => a.What));
        Assert.Contains("Tell recovery lead, sam by sms or email: Booking is back.", events.OfType<PersonAsked>().Select(a => a.What));
        Assert.DoesNotContain(code.Replace("-", "", StringComparison.Ordinal), string.Concat(events.Select(e => new JournalChain().Add(e))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_run_begins_nothing_and_a_run_that_is_given_up_ends_there()
    {
        Answer(true, OperatorCommandKind.Pause, null);
        var events = await RunAsync("documents", happened => Answer(happened is RunPaused, OperatorCommandKind.Abort, null));
        Assert.Equal(new StepName("documents", "restore"), Assert.Single(events.OfType<StepStarted>()).Step);
        Assert.Equal((RunOutcome.Abandoned, "because", "tester"), (events[^1] as RunEnded) is { } end ? (end.Outcome, end.Why, end.By?.User) : default);
    }

    [Fact]
    public async Task A_person_step_that_a_drill_skips_is_asked_of_nobody()
    {
        var events = await RunAsync("documents", _ => { }, drill: true);
        Assert.Empty(events.OfType<PersonAsked>());
        Assert.Equal("skipped", events.OfType<StepSucceeded>().Single(e => e.Step.ToString() == Task).Instead);
    }

    public void Dispose() => _scratch.Dispose();

    private string Issue(string person)
    {
        var code = new CodeBook(_state, _clock).Issue(person, 1)[0];
        _clock.CreateTimer(_ => { }, null, TimeSpan.FromMinutes(1), Timeout.InfiniteTimeSpan).Dispose();
        return code;
    }

    private void Answer(bool when, OperatorCommandKind kind, string? step, string? code = null)
    {
        if (when)
        {
            ImmutableArray<CodeProof> proofs = code is null ? [] : [new CodeBook(_state, _clock).ProofOf(code)];
            _inbox.Put(new(Inbox.NewId(_clock.GetUtcNow()), kind, step, "because", "tester", proofs));
        }
    }

    private async Task<List<RunEvent>> RunAsync(string system, Action<RunEvent> react, bool drill = false)
    {
        var stop = TestContext.Current.CancellationToken;
        var world = new World(Plan, "/plan", drill, new Dictionary<string, RepositoryAddress>());
        var point = new RecoveryPoint(system, "vault", "abc", DateTimeOffset.UnixEpoch, 1, true);
        var run = Run.Of(RecoveryGraph.Of(Plan, [system]));
        await using var machines = new AgentStage(world, "the-run", [point], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, new ObedientHosts(), _clock, stop);
        var commands = new InboxReader(run, _inbox, new CodeBook(_state, _clock));
        var stage = new PeopleStage(run, world, machines, commands, _clock, () => System.Threading.Tasks.Task.CompletedTask);
        var journal = new Heard(react);
        var began = new RunBegan(
            stage.Now, "the-run", RunKind.Failover, "Harbor Dental", "fire", "", "/plan", stage.Now, DisasterSource.Given, [system], [], [point], [], []);
        await journal.AppendAsync(began, stop);
        await RunLoop.DriveAsync(run.Apply(began), stage, journal, stop);
        commands.Tidy();
        return journal.Events;
    }
}
