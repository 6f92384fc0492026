using Holdfast.Recovery.Runs;
using Xunit;
using static Holdfast.Tests.Recovery.Runs.FewSteps;

namespace Holdfast.Tests.Recovery.Runs;

/// <summary>What a pause holds back, and how long a paused run is worth waiting for.</summary>
public class PausingTests
{
    [Fact]
    public void A_paused_run_begins_nothing_and_waits_with_what_is_ready()
    {
        var run = RunOf(Machine("1")).Pause();
        Assert.Empty(run.Ready());
        Assert.True(run.GoesOn);
    }

    [Fact]
    public void A_paused_run_in_which_nothing_can_begin_any_more_is_over()
    {
        var run = RunOf(Machine("1"), Machine("2")).Start("a/1").Pause();
        Assert.True(run.GoesOn, "a step is under way");
        Assert.False(run.Fail("a/1").GoesOn);
    }

    [Fact]
    public void A_run_in_which_nothing_can_begin_any_more_is_over()
    {
        var run = RunOf(Machine("1")).Start("a/1");
        Assert.True(run.GoesOn);
        Assert.False(run.End("a/1").GoesOn);
    }

    [Fact]
    public void A_question_that_was_asked_during_a_pause_loses_only_its_own_time()
    {
        var run = RunOf(Person("1")).Start("a/1").Pause().Ask("a/1", Noon.AddMinutes(20));
        run.Apply(new RunUnpaused(Noon.AddMinutes(50), Root));
        var question = run.Conversation.About(Step("a/1"))!;
        Assert.Equal(Noon.AddMinutes(50), question.Since);
        Assert.Equal(Noon.AddMinutes(110), question.Until);
    }
}
