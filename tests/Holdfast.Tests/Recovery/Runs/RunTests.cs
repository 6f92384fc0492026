using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Recovery.Runs;

public class RunTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.HarborDental);
    private static readonly RecoveryGraph Graph = RecoveryGraph.Of(Plan, ["records", "booking", "billing"]);
    private static readonly StepName Restore = new("records", "restore");
    private static readonly StepName Check = new("records", "check 1");
    private static readonly StepName BookingRestore = new("booking", "restore");

    [Fact]
    public void A_system_waits_for_the_last_step_of_what_it_needs()
    {
        var run = Run.Of(Graph);
        Assert.Equal(["records/restore", "billing/restore"], run.Ready().Select(s => s.Name.ToString()));

        run = Do(Do(run, Restore), Check);
        Assert.Contains(BookingRestore, run.Ready().Select(s => s.Name));
    }

    [Fact]
    public void A_needed_system_that_is_not_lost_is_not_waited_for()
    {
        var run = Run.Of(RecoveryGraph.Of(Plan, ["booking"]));
        Assert.Equal([BookingRestore], run.Ready().Select(s => s.Name));
    }

    [Fact]
    public void A_failed_step_holds_back_what_comes_after_it_and_nothing_else()
    {
        var run = Run.Of(Graph).Apply(new StepStarted(Noon, Restore)).Apply(new StepFailed(Noon, Restore, "no route to host", null));
        Assert.Equal(["billing/restore"], run.Ready().Select(s => s.Name.ToString()));
    }

    [Fact]
    public void Replaying_the_journal_gives_the_run_that_wrote_it()
    {
        RunEvent[] journal = [new StepStarted(Noon, Restore), new StepSucceeded(Noon, Restore, 10, null)];
        var run = Run.Of(Graph, journal);
        Assert.Equal(StepStatus.Done, run.StatusOf(Restore));
        Assert.Equal(Noon, run.DoneAt(Restore));
    }

    [Fact]
    public void A_step_that_may_be_repeated_is_repeated_after_a_crash()
    {
        var run = Run.Of(Graph, [new StepStarted(Noon, Restore), new RunResumed(Noon)]);
        Assert.Contains(Restore, run.Ready().Select(s => s.Name));
    }

    [Theory]
    [InlineData(false, StepStatus.Waiting)]
    [InlineData(true, StepStatus.Done)]
    public void A_step_that_may_not_be_repeated_is_asked_about_after_a_crash(bool happened, StepStatus settled)
    {
        var plan = ExamplePlans.Read(ExamplePlans.HarborDental.Replace("repeatable: true", "repeatable: false", StringComparison.Ordinal));
        var run = Run.Of(RecoveryGraph.Of(plan, ["billing"]));
        var analyze = run.Graph.Steps.Single(s => s.Step.Action is CommandAction).Name;
        foreach (var before in run.Graph.Steps.TakeWhile(s => s.Name != analyze))
        {
            run = Do(run, before.Name);
        }

        run.Apply(new StepStarted(Noon, analyze)).Apply(new RunResumed(Noon));
        Assert.Equal(StepStatus.InDoubt, run.StatusOf(analyze));
        Assert.Empty(run.Ready());

        run.Apply(new DoubtSettled(Noon, analyze, happened));
        Assert.Equal(settled, run.StatusOf(analyze));
        Assert.Equal(!happened, run.Ready().Any(s => s.Name == analyze));
    }

    [Fact]
    public void A_step_that_failed_half_way_and_may_not_be_repeated_is_asked_about_too()
    {
        var plan = ExamplePlans.Read(ExamplePlans.HarborDental.Replace("repeatable: true", "repeatable: false", StringComparison.Ordinal));
        var run = Run.Of(RecoveryGraph.Of(plan, ["billing"]));
        var analyze = run.Graph.Steps.Single(s => s.Step.Action is CommandAction).Name;
        run = run.Graph.Steps.TakeWhile(s => s.Name != analyze).Aggregate(run, (r, before) => Do(r, before.Name));

        run = run.Apply(new StepStarted(Noon, analyze)).Apply(new StepFailed(Noon, analyze, "timed out", null)).Apply(new RunResumed(Noon));
        Assert.Equal(StepStatus.InDoubt, run.StatusOf(analyze));
    }

    [Fact]
    public void What_failed_may_be_tried_again_when_the_run_is_taken_up()
    {
        var run = Run.Of(Graph, [new StepStarted(Noon, Restore), new StepFailed(Noon, Restore, "disk full", null), new RunResumed(Noon)]);
        Assert.Contains(Restore, run.Ready().Select(s => s.Name));
        Assert.Empty(run.Failures);
    }

    [Fact]
    public void A_journal_that_does_not_fit_is_refused_not_guessed_at()
    {
        Assert.Throws<InvalidOperationException>(() => Run.Of(Graph, [new StepSucceeded(Noon, Restore, 0, null)]));
        Assert.Throws<InvalidOperationException>(() => Run.Of(Graph, [new StepStarted(Noon, new("payroll", "restore"))]));
        Assert.Throws<InvalidOperationException>(() => Run.Of(Graph, [new StepStarted(Noon, BookingRestore)]));
    }

    [Fact]
    public void Nothing_starts_after_the_end()
    {
        var run = Run.Of(Graph).Apply(new RunEnded(Noon, RunOutcome.Abandoned, ImmutableArray<SystemResult>.Empty, "told to"));
        Assert.Empty(run.Ready());
    }

    [Fact]
    public void A_step_is_tried_again_as_often_as_the_plan_says_before_it_has_failed()
    {
        var run = Run.Of(RecoveryGraph.Of(With("      - restore: records\n", "        retries: 2\n"), ["records"]));
        foreach (var _ in Enumerable.Range(0, 2))
        {
            run.Apply(new StepStarted(Noon, Restore)).Apply(new StepFailed(Noon, Restore, "disk full", null));
            Assert.Equal([Restore], run.Ready().Select(s => s.Name));
            Assert.Empty(run.Failures);
        }

        run.Apply(new StepStarted(Noon, Restore)).Apply(new StepFailed(Noon, Restore, "disk full", null));
        Assert.Equal(StepStatus.Failed, run.StatusOf(Restore));
        Assert.Empty(run.Ready());
        Assert.Equal([Restore], run.Apply(new RunResumed(Noon)).Ready().Select(s => s.Name));
    }

    [Fact]
    public void A_failure_that_the_plan_lets_pass_holds_nothing_back_and_is_not_forgotten()
    {
        var run = Run.Of(RecoveryGraph.Of(With("      - restore: records\n", "        on failure: continue\n"), ["records"]));
        run.Apply(new StepStarted(Noon, Restore)).Apply(new StepFailed(Noon, Restore, "disk full", null));
        Assert.Equal([Check], run.Ready().Select(s => s.Name));
        Assert.Equal(RunOutcome.PartlyRecovered, Assessment.OutcomeOf(run));

        run.Apply(new RunResumed(Noon)); // What was passed over is not tried again: what follows may be done.
        Assert.Equal([Check], run.Ready().Select(s => s.Name));
        Do(run, Check);
        Assert.Equal("disk full", run.Failures[Restore].Why);
        Assert.Equal(RunOutcome.Recovered, Assessment.OutcomeOf(run));
    }

    [Fact]
    public void A_system_without_steps_is_in_no_run()
    {
        var plan = ExamplePlans.Read(Change.Apply("    recover:\n      - restore: records\n      - check: { sql: \"select max(booked_at) > :disaster - :rpo from appointments\", expect: true }\n", ""));
        var graph = RecoveryGraph.Of(plan, ["records", "booking"]);
        Assert.Equal(["booking"], graph.Systems.Select(s => s.Name));
    }

    private static Plan With(string step, string keys) => ExamplePlans.Read(Change.Apply(step, step + keys));

    private static Run Do(Run run, StepName step) => run.Apply(new StepStarted(Noon, step)).Apply(new StepSucceeded(Noon, step, 0, null));
}
