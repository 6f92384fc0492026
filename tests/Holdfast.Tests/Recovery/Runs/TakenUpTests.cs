using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;
using Xunit;
using static Holdfast.Tests.Recovery.Runs.FewSteps;

namespace Holdfast.Tests.Recovery.Runs;

/// <summary>What a run does again when somebody takes it up after a crash or after its end.</summary>
public class TakenUpTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_taken_up_is_tried_as_often_as_the_first_time(bool underWay)
    {
        var run = RunOf(Machine("1") with { Retries = 1 }).Start("a/1").Fail("a/1");
        run = underWay ? run.Start("a/1").Resume() : run.Resume();
        Assert.Equal(["a/1"], run.Start("a/1").Fail("a/1").ReadySteps());
    }

    [Fact]
    public void Each_step_that_was_under_way_begins_once_more_and_after_those_that_were_ready()
    {
        var run = RunOf([SystemOf("a", [], Machine("1")), SystemOf("b", [], Machine("1")), SystemOf("c", [], Machine("1"))]).Start("a/1", "b/1").Resume();
        Assert.Equal(["c/1", "a/1", "b/1"], run.ReadySteps());
    }

    [Fact]
    public void A_step_that_had_not_begun_keeps_its_turn_when_an_old_journal_says_that_it_did_not_happen()
    {
        var run = RunOf([SystemOf("a", [], Person("1")), SystemOf("b", [], Machine("1"))]).Apply(new DoubtSettled(Noon, Step("a/1"), Happened: false));
        Assert.Equal(["a/1", "b/1"], run.ReadySteps());
    }

    [Fact]
    public void The_proof_that_somebody_skipped_is_asked_for_again_after_the_end_and_nothing_else_that_was_skipped()
    {
        var run = Ended(RunOf(Machine("1"), Machine("2"), Machine("3")).Skip("a/1").Start("a/2").End("a/2").Skip("a/3"));
        Assert.Equal(["a/3"], run.Resume().ReadySteps());
        Assert.Equal([Step("a/1")], run.In(StepStatus.Skipped));
        Assert.Null(run.Ended);
    }

    [Fact]
    public void A_proof_that_somebody_skipped_stays_skipped_when_the_run_crashed_before_its_end()
    {
        var run = RunOf([SystemOf("a", [], Machine("1")), SystemOf("b", [], Machine("1"))]).Skip("a/1").Start("b/1").Resume();
        Assert.Equal(["b/1"], run.ReadySteps());
    }

    [Fact]
    public void A_proof_that_is_given_later_lets_nothing_begin_before_everything_else_it_needs()
    {
        var run = RunOf([SystemOf("a", [], Machine("1")), SystemOf("b", [], Machine("1")), SystemOf("c", ["a", "b"], Machine("1"))]);
        Ended(run.Skip("a/1")).Resume().Start("a/1").End("a/1");
        Assert.Equal(["b/1"], run.ReadySteps());
        Assert.Equal(["c/1"], run.Start("b/1").End("b/1").ReadySteps());
    }

    [Fact]
    public void A_proof_that_is_given_later_lets_nothing_begin_twice()
    {
        var run = RunOf([SystemOf("a", [], Machine("1")), SystemOf("b", ["a"], Machine("1"))]);
        Ended(run.Skip("a/1")).Resume().Start("a/1").End("a/1");
        Assert.Equal(["b/1"], run.ReadySteps());
        Assert.True(run.IsItsTurn(Step("b/1")));
    }

    [Fact]
    public void A_failure_that_nobody_had_decided_is_tried_again_and_nobody_has_to_decide_any_more()
    {
        var run = RunOf(Machine("1") with { OnFailure = OnFailure.Ask }).Start("a/1").Fail("a/1").Ask("a/1").Resume();
        Assert.Empty(run.Undecided);
        Assert.Empty(run.Conversation.Open);
        Assert.Equal(["a/1"], run.ReadySteps());
    }

    private static Run Ended(Run run) => run.Apply(new RunEnded(Noon, RunOutcome.PartlyRecovered, ImmutableArray<SystemResult>.Empty, null));
}
