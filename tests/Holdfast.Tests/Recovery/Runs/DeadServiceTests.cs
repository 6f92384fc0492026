using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Runs;
using Xunit;
using static Holdfast.Tests.Recovery.Runs.FewSteps;

namespace Holdfast.Tests.Recovery.Runs;

/// <summary>Services that a run started and that do not run any more.</summary>
public class DeadServiceTests
{
    private static readonly RecoveryStep Service = new("2", new ServiceAction("web", ["web"], null, ImmutableSortedDictionary<string, string>.Empty), TimeSpan.FromHours(1));

    [Fact]
    public void A_system_whose_service_died_does_not_operate()
    {
        var run = Operating().Apply(Death());
        Assert.Null(run.OperatesSince(A(run)));
        Assert.Equal(RunOutcome.PartlyRecovered, Assessment.OutcomeOf(run));
        Assert.Equal("out of memory", run.Failures[Step("a/2")].Why);
        Assert.False(run.GoesOn);
    }

    [Fact]
    public void Taken_up_the_service_is_started_before_the_system_is_asked_again_and_nothing_else_is_done_again()
    {
        var run = Operating().Apply(Death()).Apply(Ended()).Resume();
        Assert.Equal(["a/2"], run.ReadySteps());
        run.Start("a/2").End("a/2");
        Assert.Equal(["a/4"], run.ReadySteps());
        run.Start("a/4").End("a/4");
        Assert.Empty(run.ReadySteps());
        Assert.Equal(RunOutcome.Recovered, Assessment.OutcomeOf(run));
        Assert.Empty(run.Failures);
    }

    [Fact]
    public void What_dies_before_the_run_ends_operates_only_when_it_is_back()
    {
        var run = Operating().Apply(Death()).Apply(Ended()).Resume().Start("a/2").End("a/2").Start("a/4");
        run.Apply(new StepSucceeded(Noon.AddHours(1), Step("a/4"), 0, null));
        Assert.Equal(Noon.AddHours(1), run.OperatesSince(A(run)));
    }

    [Fact]
    public void A_service_started_again_after_the_end_changes_no_measured_time()
    {
        var run = Operating().Apply(Ended()).Apply(Death()).Resume().Start("a/2").End("a/2").Start("a/4");
        Assert.Null(run.OperatesSince(A(run)));
        run.Apply(new StepSucceeded(Noon.AddDays(20), Step("a/4"), 0, null));
        Assert.Equal(Noon, run.OperatesSince(A(run)));
    }

    [Fact]
    public void What_needs_the_system_and_has_not_begun_waits_for_it_again_and_what_has_begun_goes_on()
    {
        var graph = RunOf([SystemOf("a", [], Machine("1"), Service, Machine("4")), SystemOf("b", ["a"], Machine("1")), SystemOf("c", ["a"], Machine("1"))]);
        var run = graph.Start("a/1").End("a/1").Start("a/2").End("a/2").Start("a/4").End("a/4").Start("b/1");
        run.Apply(Death());
        Assert.Empty(run.ReadySteps());
        run.End("b/1").Resume().Start("a/2").End("a/2").Start("a/4").End("a/4");
        Assert.Equal(["c/1"], run.ReadySteps());
    }

    [Theory]
    [InlineData(OnFailure.Continue)]
    [InlineData(OnFailure.Ask)]
    public void Whatever_the_plan_says_of_failures_a_dead_service_can_be_started_again(OnFailure onFailure)
    {
        var run = RunOf(Machine("1"), Service with { OnFailure = onFailure }, Machine("4")).Start("a/1").End("a/1").Start("a/2").End("a/2").Start("a/4").End("a/4");
        run.Apply(Death());
        Assert.False(run.GoesOn);
        Assert.Equal(RunOutcome.PartlyRecovered, Assessment.OutcomeOf(run));
        run.Resume();
        Assert.Equal(["a/2"], run.ReadySteps());
    }

    [Fact]
    public void Two_dead_services_of_a_system_are_started_in_their_order()
    {
        var run = RunOf(Service with { Name = "1" }, Once("2"), Service with { Name = "3" }, Machine("4"));
        foreach (var step in new[] { "a/1", "a/2", "a/3", "a/4" })
        {
            run.Start(step).End(step);
        }

        run.Apply(Death("a/1")).Apply(Death("a/3")).Resume();
        Assert.Equal(["a/1"], run.ReadySteps());
        run.Start("a/1").End("a/1");
        Assert.Equal(["a/3"], run.ReadySteps());
        Assert.Equal(StepStatus.Done, run.StatusOf(Step("a/2")));
        run.Start("a/3").End("a/3");
        Assert.Equal(["a/4"], run.ReadySteps());
    }

    [Fact]
    public void A_service_that_was_never_started_cannot_die() =>
        Assert.Throws<InvalidOperationException>(() => RunOf(Machine("1"), Service).Apply(Death()));

    private static Run Operating()
    {
        var run = RunOf(Machine("1"), Service, Once("3"), Machine("4"));
        foreach (var step in new[] { "a/1", "a/2", "a/3", "a/4" })
        {
            run.Start(step).End(step);
        }

        return run;
    }

    private static ProtectedSystem A(Run run) => run.Graph.Systems.Single(s => s.Name == "a");

    private static ServiceDied Death(string step = "a/2") => new(Noon, Step(step), "out of memory", null);

    private static RunEnded Ended() => new(Noon, RunOutcome.Recovered, [], null);
}
