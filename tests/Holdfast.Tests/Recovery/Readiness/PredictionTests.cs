using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness;

public class PredictionTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.HarborDental);
    private static readonly Loss Fire = Loss.Of(Plan, Plan.Scenarios.Single(s => s.Name == "office fire"));

    [Fact]
    public void Without_evidence_nothing_is_promised()
    {
        var prediction = Predict(History.Empty, "records");
        Assert.Null(prediction.Business.Rto.Value);
        Assert.Equal(Provenance.Unknown, prediction.Business.Rto.From);
        Assert.Equal(["records/restore", "records/check 1"], prediction.Unmeasured.Select(s => s.ToString()));
    }

    [Fact]
    public void A_system_takes_as_long_as_its_steps_and_what_it_needs_and_the_declaration()
    {
        var prediction = Predict(new History(Drill(2, 1, 4, 3, 2), []), "records", "booking");
        Assert.Equal(TimeSpan.FromSeconds(3 + 5), prediction.Systems[0].Rto.Value); // The plan declares five seconds.
        Assert.Equal(TimeSpan.FromSeconds(12 + 5), prediction.Systems[1].Rto.Value);
        Assert.Equal(prediction.Systems[1].Rto.Value, prediction.Business.Rto.Value);
        Assert.Equal(Provenance.Declared, prediction.Business.Rto.From); // The declaration is only declared.
    }

    [Fact]
    public void Where_one_system_never_comes_back_the_others_have_figures_and_the_business_has_none()
    {
        var loss = Fire with { Unrecoverable = Fire.Unrecoverable.Add("booking", "no copy") };
        var prediction = Predict(loss, RecoveryGraph.Of(Plan, ["records"]), new History(Drill(2, 1), []));
        Assert.Equal(TimeSpan.FromSeconds(3 + 5), Assert.Single(prediction.Systems).Rto.Value);
        Assert.Equal((Figure.Unknown, Figure.Unknown, Figure.Unknown), (prediction.Business.Rto, prediction.Business.Recovery, prediction.Business.Rpo));
    }

    [Fact]
    public void A_step_that_was_never_measured_is_extrapolated_from_its_kin()
    {
        var prediction = Predict(new History(Drill(2, 1), []), "documents");
        Assert.Empty(prediction.Unmeasured); // It has a figure, if an extrapolated one.
        Assert.Equal(TimeSpan.FromSeconds(2 + 1 + 1 + 5), prediction.Systems[0].Rto.Value);
        Assert.Equal(Provenance.Extrapolated, prediction.Systems[0].Recovery.From);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(2, 2)]
    [InlineData(1, 4)]
    public void What_a_host_can_do_at_once_decides_how_long_four_systems_take(int? atOnce, int hours)
    {
        var plan = BusinessOf.Systems(Enumerable.Range(0, 4).Select(i => BusinessOf.System($"s{i}", [], BusinessOf.Takes("run 1", TimeSpan.FromHours(1)))));
        plan = plan with { Hosts = [.. plan.Hosts.Select(h => h.Name == "dr" ? h with { AtOnce = atOnce } : h)] };
        Assert.Equal(TimeSpan.FromHours(hours), Predict(Loss.Of(plan, plan.Scenarios[0]), RecoveryGraph.Of(plan, ["s0", "s1", "s2", "s3"]), History.Empty).Business.Rto.Value);
    }

    [Fact]
    public void Of_many_that_are_alike_and_want_the_same_link_the_first_are_back_first()
    {
        var plan = BusinessOf.Systems(Enumerable.Range(0, 50).Select(i => BusinessOf.System($"s{i}", [], BusinessOf.Restore, BusinessOf.Takes("run 1", TimeSpan.FromSeconds(1))) with { Size = new(1_000_000_000) }));
        plan = plan with { Repositories = [plan.Repositories[0] with { Reads = new(8_000_000) }] };
        var prediction = Predict(Loss.Of(plan, plan.Scenarios[0]), RecoveryGraph.Of(plan, Loss.Of(plan, plan.Scenarios[0])), History.Empty);
        double[] done = [.. prediction.Timeline.Where((_, step) => step % 2 == 1).Select(check => Math.Round(check.Done.TotalSeconds))];
        Assert.Equal((1001, 2001, 50_001), (done[0], done[1], done[49]));
        var last = prediction.Holds.Single(h => h.System == "s49");
        Assert.Equal((TimeSpan.FromSeconds(49_000), "repository vault"), (last.For, last.Longest.On));
        Assert.DoesNotContain(prediction.Holds, h => h.System == "s0");
    }

    [Fact]
    public void A_restore_that_grew_is_extrapolated_by_its_size()
    {
        var history = new History([new(new("records", "restore"), "restore", TimeSpan.FromSeconds(10), 1000, Noon)], []);
        var same = history.Expect(new("records", "restore"), new RestoreAction(null), 1100);
        var grown = history.Expect(new("records", "restore"), new RestoreAction(null), 3000);
        Assert.Equal((TimeSpan.FromSeconds(10), Provenance.Measured), (same.Typical.Value!.Value, same.Typical.From));
        Assert.Equal(30, grown.Typical.Value!.Value.TotalSeconds, 3);
        Assert.Equal(Provenance.Extrapolated, grown.Typical.From);
    }

    [Fact]
    public void A_prediction_is_no_evidence_for_the_next_one()
    {
        RunEvent[] journal =
        [
            new RunBegan(Noon, "r", RunKind.Prediction, "o", "s", "h", "/", Noon, DisasterSource.Given, [], [], [], [], []),
            new StepStarted(Noon, new("records", "restore")),
            new StepSucceeded(Noon.AddSeconds(1), new("records", "restore"), 1, null),
        ];
        Assert.Empty(StepDuration.In(journal));
    }

    [Fact]
    public void A_step_that_was_cut_off_and_done_again_says_nothing_about_its_duration()
    {
        RunEvent[] journal =
        [
            new StepStarted(Noon, new("records", "restore")),
            new RunResumed(Noon.AddHours(3)),
            new StepStarted(Noon.AddHours(3), new("records", "restore")),
            new StepSucceeded(Noon.AddHours(3).AddSeconds(2), new("records", "restore"), 1, null),
        ];
        Assert.Empty(StepDuration.In(journal)); // Two seconds for what the first attempt had nearly finished.
    }

    [Fact]
    public void What_was_never_measured_takes_what_the_plan_declares_and_no_person_is_taken_for_another()
    {
        var check = new StepDuration(new("records", "check 1"), "check", TimeSpan.FromSeconds(1), 0, Noon);
        var task = new StepDuration(new("records", "task 1"), "task", TimeSpan.FromHours(1), 0, Noon);
        var history = new History([check, task], []);
        Assert.Equal(Figure.Declared(TimeSpan.FromMinutes(2)), history.Expect(new("a", "check 1"), new FilesCheck("x", 1), null, TimeSpan.FromMinutes(2)).Typical);
        Assert.Equal(Provenance.Measured, history.Expect(new("records", "check 1"), new FilesCheck("x", 1), null, TimeSpan.FromMinutes(2)).Typical.From);
        Assert.Equal(Figure.Unknown, history.Expect(new("a", "task 1"), new TaskAction(default, ""), null).Typical);
        Assert.Equal(Figure.Declared(TimeSpan.FromMinutes(5)), history.Expect(new("a", "task 1"), new TaskAction(default, ""), null, TimeSpan.FromMinutes(5)).Typical);
    }

    [Fact]
    public void Every_kind_of_system_and_step_can_be_predicted()
    {
        var plan = ExamplePlans.Read(ExamplePlans.Reference);
        foreach (var scenario in plan.Scenarios.Concat(SingleLosses.Of(plan)))
        {
            var loss = Loss.Of(plan, scenario);
            var graph = RecoveryGraph.Of(plan, loss);
            var prediction = Predict(loss, graph, History.Empty);
            Assert.Equal(graph.Systems.Select(s => s.Name), prediction.Systems.Select(s => s.System));
        }
    }

    [Fact]
    public void A_system_that_holds_no_data_loses_none()
    {
        var plan = ExamplePlans.Read(ExamplePlans.Reference);
        var prediction = Predict(Loss.Of(plan, plan.Scenarios[0]), RecoveryGraph.Of(plan, ["telephones"]), History.Empty);
        Assert.Equal(Figure.Declared(TimeSpan.Zero), prediction.Systems[0].Rpo);
    }

    [Fact]
    public void What_a_drill_did_in_place_of_a_step_is_no_measurement_of_it()
    {
        var step = new StepName("booking", "switch 1");
        Assert.Empty(StepDuration.In([new StepStarted(Noon, step), new StepSucceeded(Noon, step, 0, "skipped in a drill: x", "skipped")]));
        Assert.Single(StepDuration.In([new StepStarted(Noon, step), new StepSucceeded(Noon, step, 0, null)]));
    }

    private static Prediction Predict(History history, params string[] systems) => Predict(Fire, RecoveryGraph.Of(Plan, systems), history);

    /// <summary>The typical run, whose figures can be worked out by hand.</summary>
    private static Prediction Predict(Loss loss, RecoveryGraph graph, History history) =>
        new Forecast(PlanIndex.Of(graph.Plan), history, _ => true, Noon).Of(loss, graph, simulations: 1);

    /// <summary>A drill of records, then booking, with the given seconds for one step after the other.</summary>
    private static ImmutableArray<StepDuration> Drill(params int[] seconds) =>
    [
        .. RecoveryGraph.Of(Plan, ["records", "booking"]).Steps.Zip(
            seconds,
            (step, took) => new StepDuration(step.Name, StepDuration.KindOf(step.Name), TimeSpan.FromSeconds(took), 0, Noon)),
    ];
}
