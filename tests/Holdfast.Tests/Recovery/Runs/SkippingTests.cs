using Holdfast.Recovery.Runs;
using Xunit;
using static Holdfast.Tests.Recovery.Runs.FewSteps;

namespace Holdfast.Tests.Recovery.Runs;

/// <summary>When somebody's word lets a run go on without a step, and what it does then.</summary>
public class SkippingTests
{
    [Fact]
    public void What_is_next_can_be_skipped_and_what_comes_later_cannot()
    {
        var run = RunOf(Machine("1"), Machine("2"));
        Assert.True(run.CanBeSkipped(Step("a/1")));
        Assert.False(run.CanBeSkipped(Step("a/2")));
        Assert.Equal(["a/2"], run.Skip("a/1").ReadySteps());
    }

    [Fact]
    public void What_failed_can_be_skipped()
    {
        var run = RunOf(Machine("1"), Machine("2")).Start("a/1").Fail("a/1");
        Assert.True(run.CanBeSkipped(Step("a/1")));
        Assert.Equal(["a/2"], run.Skip("a/1").ReadySteps());
    }

    [Fact]
    public void What_a_person_is_asked_to_do_can_be_skipped_and_what_a_machine_is_doing_cannot()
    {
        var run = RunOf([SystemOf("a", [], Person("1"), Machine("2")), SystemOf("b", [], Machine("1"))]).Start("a/1", "b/1");
        Assert.False(run.CanBeSkipped(Step("a/1")), "nobody is asked yet");
        run.Ask("a/1");
        Assert.True(run.CanBeSkipped(Step("a/1")));
        Assert.False(run.CanBeSkipped(Step("b/1")));
        Assert.Equal(["a/2"], run.Skip("a/1").ReadySteps());
    }

    [Fact]
    public void What_is_done_or_was_skipped_before_or_is_in_no_plan_cannot_be_skipped()
    {
        var run = RunOf(Machine("1"), Machine("2")).Start("a/1").End("a/1").Skip("a/2");
        Assert.False(run.CanBeSkipped(Step("a/1")));
        Assert.False(run.CanBeSkipped(Step("a/2")));
        Assert.False(run.CanBeSkipped(Step("payroll/1")));
    }

    [Fact]
    public void What_is_in_doubt_is_settled_and_not_skipped()
    {
        var run = RunOf(Once("1")).Start("a/1").Resume();
        Assert.Equal(StepStatus.InDoubt, run.StatusOf(Step("a/1")));
        Assert.False(run.CanBeSkipped(Step("a/1")));
    }

    [Fact]
    public void What_is_skipped_while_the_run_is_paused_begins_no_more_afterwards()
    {
        var run = RunOf(Machine("1"), Machine("2")).Pause().Skip("a/1").Apply(new RunUnpaused(Noon, Root));
        Assert.Equal(["a/2"], run.ReadySteps());
        Assert.Equal([Step("a/1")], run.In(StepStatus.Skipped));
    }
}
