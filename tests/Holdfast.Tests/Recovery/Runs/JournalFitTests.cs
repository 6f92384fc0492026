using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;
using Xunit;
using static Holdfast.Tests.Recovery.Runs.FewSteps;

namespace Holdfast.Tests.Recovery.Runs;

/// <summary>What a run says to a journal that does not fit it. It takes nothing of such an event in.</summary>
public class JournalFitTests
{
    [Fact]
    public void A_run_begins_once()
    {
        var run = RunOf(Machine("1")).Apply(Began);
        Assert.Same(Began, run.Began);
        IsRefused(run, Began, "A run cannot apply RunBegan");
    }

    [Fact]
    public void A_step_of_another_plan_is_no_step_of_this_one() =>
        IsRefused(RunOf(Machine("1")), new StepStarted(Noon, Step("payroll/1")), "payroll/1 is no step of this plan: the journal belongs to another plan.");

    [Fact]
    public void A_step_begins_after_what_it_waits_for() =>
        IsRefused(RunOf(Machine("1"), Machine("2")), new StepStarted(Noon, Step("a/2")), "a/2 begins before what it waits for is done: the journal does not fit the run.");

    [Fact]
    public void A_step_ends_after_it_began() =>
        IsRefused(RunOf(Machine("1")), new StepSucceeded(Noon, Step("a/1"), 0, null), "a/1 is Waiting, not Running: the journal does not fit the run.");

    [Fact]
    public void What_cannot_be_skipped_was_not_skipped() => IsRefused(
        RunOf(Machine("1"), Machine("2")), new StepSkipped(Noon, Step("a/2"), "it burnt", [Root]), "a/2 cannot be skipped here: the journal does not fit the run.");

    [Fact]
    public void What_did_not_fail_is_not_done_again() =>
        IsRefused(RunOf(Machine("1")), new StepRetried(Noon, Step("a/1"), Root), "a/1 has not failed: the journal does not fit the run.");

    [Fact]
    public void What_nobody_has_to_decide_about_is_not_given_up()
    {
        var run = RunOf(Machine("1")).Start("a/1").Fail("a/1");
        const string Nobody = "Nobody has to decide about a/1: the journal does not fit the run.";
        IsRefused(run, new StepGivenUp(Noon, Step("a/1"), Root), Nobody);
        IsRefused(run, Asking.AfterFailure(run.Graph.Plan, run.Graph[Step("a/1")], "disk full", Noon), Nobody);
    }

    [Fact]
    public void Nobody_is_asked_twice_about_the_same()
    {
        var run = RunOf(Person("1")).Start("a/1").Ask("a/1");
        IsRefused(run, Asking.Of(run.Graph.Plan, run.Graph.Steps[0], (PersonAction)run.Graph.Steps[0].Step.Action, Noon), "a/1 is asked about already: the journal does not fit the run.");
    }

    [Fact]
    public void Who_was_not_asked_is_not_reminded() => IsRefused(
        RunOf(Person("1")).Start("a/1"), new PersonReminded(Noon, Step("a/1"), ["ann"]), "Nobody is asked about a/1: the journal does not fit the run.");

    [Fact]
    public void A_run_is_paused_once_and_unpaused_once()
    {
        var run = RunOf(Machine("1"));
        IsRefused(run, new RunUnpaused(Noon, Root), "The run is unpaused and was not paused: the journal does not fit the run.");
        IsRefused(run.Pause(), new RunPaused(Noon.AddHours(1), Root, "again"), "The run is paused twice: the journal does not fit the run.");
        Assert.Equal(Noon, run.Conversation.Paused!.At);
        Assert.Equal(["a/1"], run.Apply(new RunUnpaused(Noon, Root)).ReadySteps());
    }

    private static RunBegan Began { get; } = new(Noon, "1", RunKind.Drill, "any", "fire", "00", "/", Noon, default, ["a"], [], [], [], []);

    private static void IsRefused(Run run, RunEvent happened, string words)
    {
        var before = StateOf(run);
        var refused = Assert.Throws<InvalidOperationException>(() => run.Apply(happened));
        Assert.StartsWith(words, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, StateOf(run));
    }

    private static string[] StateOf(Run run) =>
    [
        $"{run.Began} {run.Ended} {run.GoesOn} {run.Conversation.Paused} {run.Failures.Count}",
        .. run.Conversation.Open.Select(q => $"{q.Step} {q.Until} {q.Reminded}"),
        .. run.Graph.Steps.Select(s => $"{s.Name} {run.StatusOf(s.Name)} {run.IsItsTurn(s.Name)}"),
    ];
}
