using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;
using Xunit;
using static Holdfast.Tests.Recovery.Runs.FewSteps;

namespace Holdfast.Tests.Recovery.Runs;

/// <summary>What a step that failed holds back, and who decides about it.</summary>
public class FailureTests
{
    private static readonly RecoveryStep Asks = Machine("1") with { OnFailure = OnFailure.Ask };

    [Theory]
    [InlineData("retried")]
    [InlineData("skipped")]
    [InlineData("given up")]
    public void A_failure_of_which_the_plan_has_somebody_asked_keeps_the_run_going_until_it_is_decided(string word)
    {
        var run = RunOf(Asks).Start("a/1").Fail("a/1");
        Assert.Equal(["a/1"], run.Undecided.Select(s => s.Name.ToString()));
        Assert.True(run.GoesOn);

        run.Decide("a/1", word);
        Assert.Empty(run.Undecided);
    }

    [Fact]
    public void A_failure_that_the_plan_asks_nobody_about_is_nobodys_to_decide()
    {
        var run = RunOf(Machine("1")).Start("a/1").Fail("a/1");
        Assert.Empty(run.Undecided);
        Assert.False(run.GoesOn);
    }

    [Theory]
    [InlineData("retried", false)]
    [InlineData("skipped", false)]
    [InlineData("given up", true)]
    public void What_was_given_up_has_failed_and_what_was_skipped_or_is_done_again_has_not(string word, bool failed)
    {
        var run = RunOf(Asks).Start("a/1").Fail("a/1").Decide("a/1", word);
        Assert.Equal(failed, run.Failures.ContainsKey(Step("a/1")));
    }

    [Fact]
    public void What_is_done_again_by_somebodys_word_is_tried_as_often_as_the_first_time()
    {
        var run = RunOf(Machine("1") with { Retries = 1 }).Start("a/1").Fail("a/1").Start("a/1").Fail("a/1");
        Assert.Equal(StepStatus.Failed, run.StatusOf(Step("a/1")));

        run.Retry("a/1").Start("a/1").Fail("a/1");
        Assert.Equal(["a/1"], run.ReadySteps());
    }

    [Fact]
    public void What_failed_and_was_let_pass_by_the_plan_can_be_neither_done_again_nor_skipped()
    {
        var run = RunOf(Machine("1") with { OnFailure = OnFailure.Continue }, Machine("2")).Start("a/1").Fail("a/1");
        Assert.False(run.CanBeRetried(Step("a/1")));
        Assert.False(run.CanBeSkipped(Step("a/1")));
    }

    [Fact]
    public void Only_what_succeeded_was_done_at_some_time()
    {
        var run = RunOf(Machine("1"), Machine("2")).Start("a/1").End("a/1");
        Assert.Equal(Noon, run.DoneAt(Step("a/1")));
        Assert.Null(run.DoneAt(Step("a/2")));
        Assert.Null(run.Start("a/2").Fail("a/2").DoneAt(Step("a/2")));
    }
}
