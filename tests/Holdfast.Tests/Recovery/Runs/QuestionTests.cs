using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Recovery.Runs;

/// <summary>What a run asks its people, when it asks the next one, and what their words do to it.</summary>
public class QuestionTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.Reference);
    private static readonly RecoveryGraph Booking = RecoveryGraph.Of(Plan, ["booking"]);
    private static readonly StepName Approval = new("booking", "approval 1");

    [Fact]
    public void The_time_is_shared_evenly_among_those_who_can_answer()
    {
        var run = Asked();
        Assert.Equal(["maria"], run.Conversation.About(Approval)!.Asked);
        Assert.Equal(3.75, MinutesUntilNext(run)); // Of 15 minutes two have a half each; at half of that one is reminded.
        Assert.Null(Due.At(run, Noon.AddMinutes(3.7)));
        Assert.Equal(["maria"], Assert.IsType<PersonReminded>(Happen(run, 3.75)).People);
        Assert.Equal("sam", Assert.IsType<StandInAsked>(Happen(run, 7.5)).Person);
        Assert.Equal(["maria", "sam"], Assert.IsType<PersonReminded>(Happen(run, 11.25)).People);
        Assert.Equal(15, MinutesUntilNext(run));
        var failed = Assert.IsType<StepFailed>(Happen(run, 15));
        Assert.Equal("was not approved within 15 minutes: 1 more had to say yes, and maria and sam did not answer", failed.Why);
        Assert.Null(Due.Next(run));
    }

    [Fact]
    public void What_was_missed_while_nobody_looked_still_comes_in_its_order()
    {
        var run = Asked();
        Assert.Equal(
            ["PersonReminded", "StandInAsked", "PersonReminded", "StepFailed"],
            Enumerable.Range(0, 4).Select(_ => Happen(run, 600)!.GetType().Name));
    }

    [Fact]
    public void While_a_run_is_paused_nobodys_time_runs()
    {
        var run = Asked();
        run.Apply(new RunPaused(Noon.AddMinutes(2), Speaker.AtTheMachine("root"), null));
        Assert.Null(Due.Next(run));
        Assert.Null(Due.At(run, Noon.AddHours(9)));
        run.Apply(new RunUnpaused(Noon.AddMinutes(62), Speaker.AtTheMachine("root")));
        Assert.Equal(60 + 3.75, MinutesUntilNext(run));
    }

    [Fact]
    public void Whoever_did_a_task_of_the_system_with_a_code_cannot_approve_in_it()
    {
        var plan = ExamplePlans.Read(Change.Apply(
            "      - approval: { by: recovery lead, of: 1, within: 15 minutes }\n",
            "      - task: { who: maria, do: Look., takes: 1 minute }\n      - approval: { by: recovery lead, of: 1, within: 15 minutes }\n",
            ExamplePlans.Reference));
        var run = Run.Of(RecoveryGraph.Of(plan, ["booking"]));
        var task = run.Graph.Steps[0];
        run.Apply(new StepStarted(Noon, task.Name)).Apply(Asking.Of(plan, task, (PersonAction)task.Step.Action, Noon));
        run.Apply(Decision.Of(run, new ConfirmStep("1", [Speaker.Proven("maria", "m-1")], task.Name), Noon)!);
        Ask(run);
        var refused = Assert.IsType<CommandRefused>(Decision.Of(run, new ApproveStep("2", [Speaker.Proven("maria", "m-2")], Approval), Noon));
        Assert.Equal("maria did a task of booking, and cannot approve it too", refused.Why);
        Assert.IsType<StepApproved>(Decision.Of(run, new ApproveStep("3", [Speaker.Proven("sam", "s-1")], Approval), Noon));
    }

    [Fact]
    public void Nothing_fits_that_would_begin_a_step_without_its_approval()
    {
        var run = Asked();
        Assert.Throws<InvalidOperationException>(() => run.Apply(new StepSucceeded(Noon, Approval, 0, null)));
        Assert.Throws<InvalidOperationException>(() => run.Apply(new StepApproved(Noon, Approval, Speaker.AtTheMachine("root"))));
        Assert.Throws<InvalidOperationException>(() => run.Apply(new StepRetried(Noon, Approval, Speaker.AtTheMachine("root"))));
        Assert.Throws<InvalidOperationException>(() => run.Apply(new RunUnpaused(Noon, Speaker.AtTheMachine("root"))));
        run.Apply(new StepApproved(Noon, Approval, Speaker.Proven("sam", "s-1")) { Command = "w" });
        Assert.Throws<InvalidOperationException>(() => run.Apply(new StepApproved(Noon, Approval, Speaker.Proven("maria", "m-1")) { Command = "w" }));
        Assert.IsType<StepSucceeded>(Due.At(run, Noon));
    }

    [Fact]
    public void What_a_person_did_teaches_how_long_the_question_was_open_unless_the_run_was_paused()
    {
        var task = RecoveryGraph.Of(Plan, ["documents"]).Steps[1];
        var asked = Asking.Of(Plan, task, (PersonAction)task.Step.Action, Noon);
        var done = new StepSucceeded(Noon.AddMinutes(25), task.Name, 0, null, By: Speaker.AtTheMachine("root"));
        var paused = new RunPaused(Noon.AddMinutes(1), Speaker.AtTheMachine("root"), null);
        Assert.Equal(TimeSpan.FromMinutes(25), Assert.Single(StepDuration.In([new StepStarted(Noon, task.Name), asked, done])).Took);
        Assert.Empty(StepDuration.In([new StepStarted(Noon, task.Name), asked, paused, done]));
        Assert.Empty(StepDuration.In([new StepStarted(Noon, task.Name), asked, new StepSkipped(Noon, task.Name, "no", [Speaker.AtTheMachine("root")])]));
    }

    [Fact]
    public void A_journal_in_which_a_step_for_a_person_failed_and_was_said_to_be_done_stays_readable()
    {
        // As it was before such steps were waited for.
        var run = Run.Of(Booking, [
            new StepStarted(Noon, Approval), new StepFailed(Noon, Approval, "Holdfast cannot yet wait", null), new RunResumed(Noon), new DoubtSettled(Noon, Approval, true)]);
        Assert.Equal(["booking/restore"], run.Ready().Select(s => s.Name.ToString()));
    }

    private static Run Asked() => Ask(Run.Of(Booking));

    private static Run Ask(Run run) => run
        .Apply(new StepStarted(Noon, Approval))
        .Apply(Asking.Of(run.Graph.Plan, run.Graph[Approval], (PersonAction)run.Graph[Approval].Step.Action, Noon));

    private static double MinutesUntilNext(Run run) => (Due.Next(run)!.Value - Noon).TotalMinutes;

    private static RunEvent? Happen(Run run, double minutes)
    {
        var happened = Due.At(run, Noon.AddMinutes(minutes));
        run.Apply(happened!);
        return happened;
    }
}
