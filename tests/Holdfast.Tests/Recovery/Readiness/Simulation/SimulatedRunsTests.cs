using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Readiness.Simulation;
using Holdfast.Recovery.Readiness.Statistics;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Simulation;

public class SimulatedRunsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Tails so wide that most draws are out of all reason; among millions of draws of any model there is such a one.</summary>
    [Theory]
    [InlineData(50, 0)]
    [InlineData(1000, 0)]
    [InlineData(1000, 1000)]
    public void No_draw_is_beyond_what_a_calendar_holds(double scale, double common)
    {
        var plan = BusinessOf.Systems(Enumerable.Range(0, 30).Select(i => BusinessOf.System($"s{i}", i == 0 ? [] : [$"s{i - 1}"], BusinessOf.Restore, BusinessOf.Check(1))));
        plan = plan with { Hosts = [plan.Hosts[0], plan.Hosts[1] with { Restores = new(1_000_000_000) }] };
        var (graph, contention) = Shared(plan);
        var models = graph.Steps.Select(_ => new StepModel(Figure.Declared(TimeSpan.FromSeconds(1)), new Predictive(0, scale, 1), true, 0)).ToArray();
        var operating = new SimulatedRuns(graph, contention, models, new Predictive(0, common, 1), RecoveryOrder.Of(graph)).Walk(200, 1, Ct);
        Assert.All(operating.SelectMany(o => o), seconds => Assert.InRange(seconds, 1e-12, double.MaxValue));
        Assert.True(operating[^1].Max() > 50 * 365.25 * 86_400, "nothing was drawn that wide, so this shows nothing");
    }

    [Fact]
    public void Even_a_plan_that_declares_centuries_is_predicted()
    {
        var plan = BusinessOf.Systems(Enumerable.Range(0, 100).Select(i => BusinessOf.System($"s{i}", i == 0 ? [] : [$"s{i - 1}"], BusinessOf.Takes("run 1", TimeSpan.FromDays(40_000)))));
        var prediction = new Basis(plan, History.Empty, _ => true, DateTimeOffset.UnixEpoch).Predict(plan.Scenarios[0], cancellationToken: Ct).Prediction;
        Assert.True(prediction.Business.RtoP90.Value > TimeSpan.FromDays(365 * 7000));
    }

    [Fact]
    public void Where_nothing_scatters_all_runs_are_as_the_typical_one()
    {
        var plan = BusinessOf.Systems(BusinessOf.System("a", [], BusinessOf.Check(1)), BusinessOf.System("b", ["a"], BusinessOf.Check(1)));
        var (graph, contention) = Shared(plan);
        var models = graph.Steps.Select(_ => new StepModel(Figure.Declared(TimeSpan.FromSeconds(5)), new Predictive(Math.Log(5), 0, 3), true, 0)).ToArray();
        var operating = new SimulatedRuns(graph, contention, models, new Predictive(0, 0, 3), RecoveryOrder.Of(graph)).Walk(50, 1, Ct);
        Assert.All(operating, o => Assert.Equal(50, o.Length));
        Assert.All(operating[0], seconds => Assert.Equal(5, seconds, 6));
        Assert.All(operating[1], seconds => Assert.Equal(10, seconds, 6));
    }

    private static (RecoveryGraph Graph, Contention Contention) Shared(Plan plan)
    {
        var loss = Loss.Of(plan, plan.Scenarios[0]);
        var graph = RecoveryGraph.Of(plan, loss);
        return (graph, Contention.Of(PlanIndex.Of(plan), graph, loss, _ => plan.Repositories[0], _ => 1_000_000_000));
    }
}
