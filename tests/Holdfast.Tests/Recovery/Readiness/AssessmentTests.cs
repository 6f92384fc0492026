using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness;

public class AssessmentTests
{
    private static readonly DateTimeOffset Fire = new(2026, 1, 1, 3, 0, 0, TimeSpan.Zero);
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.HarborDental);

    [Fact]
    public void The_clock_runs_from_the_disaster_until_the_last_check_passes()
    {
        var records = Assessment.Of(Recovered(checkAfter: 240))[0];
        Assert.Equal(TimeSpan.FromSeconds(240), records.MeasuredRto);
        Assert.Equal(TimeSpan.FromSeconds(30), records.MeasuredRpo);
        Assert.True(records.WithinTarget);
    }

    [Fact]
    public void In_a_drill_the_time_until_somebody_would_declare_it_counts_too()
    {
        var records = Assessment.Of(Recovered(checkAfter: 240, DisasterSource.Declaration))[0];
        Assert.Equal(TimeSpan.FromSeconds(240 + 5), records.MeasuredRto); // The plan declares five seconds.
    }

    [Fact]
    public void Late_is_outside_the_target() => Assert.False(Assessment.Of(Recovered(checkAfter: 301))[0].WithinTarget);

    [Fact]
    public void A_system_whose_check_did_not_pass_does_not_operate()
    {
        var run = Begin().Apply(new StepStarted(Fire, Check)).Apply(new StepFailed(Fire, Check, "expected true, got false", null));
        var records = Assessment.Of(run)[0];
        Assert.Null(records.MeasuredRto);
        Assert.False(records.WithinTarget);
        Assert.Equal(RunOutcome.PartlyRecovered, Assessment.OutcomeOf(run));
    }

    [Fact]
    public void Four_hours_at_a_thousand_and_fifty_idle_people_cost_eight_thousand()
    {
        var process = new BusinessProcess { Name = "sell", Needs = ["records"], Costs = CostCurve.Steady(1000), IdlePeople = new IdlePeople(50, 20) };
        Assert.Equal(8000m, Assessment.CostOf(process, Assessment.Of(Recovered(checkAfter: 4 * 3600))));
    }

    [Fact]
    public void While_a_needed_system_is_down_the_cost_still_runs() =>
        Assert.Null(Assessment.CostOf(Plan.Processes[0], Assessment.Of(Begin())));

    [Fact]
    public void A_system_that_was_left_out_never_operates_and_nobody_calls_the_rest_the_whole_business()
    {
        var run = Recovered(checkAfter: 240, left: "booking");
        Assert.Equal(RunOutcome.PartlyRecovered, Assessment.OutcomeOf(run));
        var systems = Assessment.Of(run);
        Assert.Equal(("booking", "no copy", null, null), (systems[1].System, systems[1].Unrecoverable, systems[1].MeasuredRto, systems[1].PredictedRto.Value));
        Assert.False(systems[1].WithinTarget);
        Assert.True(systems[0].WithinTarget);

        var business = Assessment.OfBusiness("o", systems);
        Assert.Equal(("not all of it comes back", null, null, null), (business.Unrecoverable, business.MeasuredRto, business.PredictedRto.Value, business.MeasuredRpo));
        Assert.Null(Assessment.CostOf(Plan.Processes[0], systems)); // It needs both.
    }

    [Fact]
    public void A_system_whose_proof_was_skipped_does_not_operate_until_the_run_is_taken_up_and_shows_it()
    {
        var run = Begin().Apply(new StepSkipped(Fire, Check, "no time", [Speaker.AtTheMachine("root")]));
        Assert.Null(Assessment.Of(run)[0].MeasuredRto);
        Assert.Equal(RunOutcome.PartlyRecovered, Assessment.OutcomeOf(run));
        var end = new RunEnded(Fire, Assessment.OutcomeOf(run), Assessment.Of(run), null);
        Assert.True(end.CanBeTakenUp);
        run.Apply(end).Apply(new RunResumed(Fire));
        Assert.Equal([Check], run.Ready().Select(s => s.Name));
        run.Apply(new StepStarted(Fire, Check)).Apply(new StepSucceeded(Fire.AddSeconds(240), Check, 0, null));
        Assert.Equal(RunOutcome.Recovered, Assessment.OutcomeOf(run));
    }

    [Fact]
    public void A_skipped_restore_leaves_the_proof_to_the_check_and_the_loss_unknown()
    {
        var run = Run.Of(RecoveryGraph.Of(Plan, ["records"]), Begin().Began is { } began ? [began] : [])
            .Apply(new StepSkipped(Fire, new("records", "restore"), "it is there", [Speaker.AtTheMachine("root")]))
            .Apply(new StepStarted(Fire, Check)).Apply(new StepSucceeded(Fire.AddSeconds(240), Check, 0, null));
        Assert.Equal(RunOutcome.Recovered, Assessment.OutcomeOf(run));
        Assert.Equal((TimeSpan.FromSeconds(240), null), (Assessment.Of(run)[0].MeasuredRto, Assessment.Of(run)[0].MeasuredRpo));
        Assert.False(Assessment.Of(run)[0].WithinTarget);
    }

    [Fact]
    public void There_is_something_to_take_up_only_while_the_plan_can_still_bring_something_back()
    {
        var left = Assessment.Of(Recovered(checkAfter: 240, left: "booking"));
        Assert.False(new RunEnded(Fire, RunOutcome.PartlyRecovered, left, null).CanBeTakenUp);
        Assert.True(new RunEnded(Fire, RunOutcome.PartlyRecovered, Assessment.Of(Begin(left: "booking")), null).CanBeTakenUp);
        Assert.False(new RunEnded(Fire, RunOutcome.Recovered, Assessment.Of(Recovered(checkAfter: 240)), null).CanBeTakenUp);
    }

    [Fact]
    public void A_system_that_is_never_asked_is_not_proven_however_soon_its_steps_are_done()
    {
        var asked = BusinessOf.System("shop", [], BusinessOf.Restore, BusinessOf.Check(1));
        Assert.False(Done(asked, null, "restore", "check 1").NotProven);
        Assert.True(Done(asked with { Recover = asked.Recover[..1] }, null, "restore").NotProven);
    }

    [Fact]
    public void A_check_that_a_drill_leaves_out_has_shown_nothing()
    {
        var asked = BusinessOf.System("shop", [], BusinessOf.Restore, BusinessOf.Check(1));
        Assert.True(Done(asked, StepSucceeded.LeftOut, "restore", "check 1").NotProven);
        Assert.False(Done(asked, "another command", "restore", "check 1").NotProven);
    }

    private static SystemResult Done(ProtectedSystem system, string? instead, params string[] steps)
    {
        var run = Run.Of(RecoveryGraph.Of(BusinessOf.Systems(system), [system.Name])).Apply(new RunBegan(
            Fire, "r", RunKind.Drill, "o", "office fire", "h", "/", Fire, DisasterSource.Given, [system.Name], [], [], ImmutableArray<Expectation>.Empty, [], []) { PassedBefore = [] });
        foreach (var step in steps)
        {
            run.Apply(new StepStarted(Fire, new(system.Name, step)))
                .Apply(new StepSucceeded(Fire, new(system.Name, step), 0, null, step == steps[^1] ? instead : null));
        }

        return Assessment.Of(run)[0];
    }

    private static readonly StepName Check = new("records", "check 1");

    private static Run Recovered(int checkAfter, DisasterSource from = DisasterSource.Given, string? left = null) =>
        Begin(from, left).Apply(new StepStarted(Fire, Check)).Apply(new StepSucceeded(Fire.AddSeconds(checkAfter), Check, 0, null));

    private static Run Begin(DisasterSource from = DisasterSource.Given, string? left = null)
    {
        var restore = new StepName("records", "restore");
        return Run.Of(RecoveryGraph.Of(Plan, ["records"]))
            .Apply(new RunBegan(
                Fire.AddSeconds(60), "r", RunKind.Failover, "o", "office fire", "h", "/", Fire, from, ["records"], [],
                [new RecoveryPoint("records", "vault", "s", Fire.AddSeconds(-30), 1, true)], ImmutableArray<Expectation>.Empty, [],
                left is null ? [] : [new(left, "no copy")]))
            .Apply(new StepStarted(Fire, restore))
            .Apply(new StepSucceeded(Fire, restore, 1, null));
    }
}
