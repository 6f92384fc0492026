using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness;

public class SweepTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_scenario_and_every_single_loss_is_walked_once()
    {
        var plan = ExamplePlans.Read(ExamplePlans.Reference);
        var sweep = Of(plan);
        var names = plan.Scenarios.Concat(SingleLosses.Of(plan)).Select(s => s.Name).ToHashSet();
        Assert.Equal(sweep.Ranked.Length, sweep.Ranked.Select(o => o.Scenario.Name).Distinct().Count());
        Assert.True(sweep.Ranked.All(o => names.Contains(o.Scenario.Name)));
        Assert.InRange(sweep.Ranked.Length + sweep.Harmless, plan.Scenarios.Length, names.Count);
        Assert.Equal(plan.Systems.Select(s => s.Name), sweep.Systems.Select(s => s.System.Name));
    }

    [Fact]
    public void The_worst_comes_first_by_breach_times_cost()
    {
        var slow = BusinessOf.System("slow", [], BusinessOf.Takes("run 1", TimeSpan.FromHours(4)));
        var late = BusinessOf.System("late", [], BusinessOf.Takes("run 1", TimeSpan.FromHours(2)));
        var plan = BusinessOf.Systems(slow, late) with
        {
            Processes = [new() { Name = "sell", Needs = ["late"], Costs = CostCurve.Steady(1000) }, new() { Name = "archive", Needs = ["slow"], Costs = CostCurve.Steady(1) }],
        };
        var ranked = Of(plan).Ranked.ToDictionary(o => o.Scenario.Name);
        Assert.Equal((4.0, 4m), (ranked["loss of data slow"].Worst!.Ratio, ranked["loss of data slow"].Cost));
        Assert.Equal((2.0, 2000m), (ranked["loss of data late"].Worst!.Ratio, ranked["loss of data late"].Cost));
        Assert.True(ranked["loss of data late"].Rank > ranked["loss of data slow"].Rank, "Half as late, but a thousand times as dear.");
        // These take the same; the simulated middle of the declared one is off by a hundredth, on either side.
        Assert.Subset(new HashSet<string> { "fire", "loss of site office", "loss of host srv" }, Of(plan).Ranked.Take(3).Select(o => o.Scenario.Name).ToHashSet());
    }

    [Fact]
    public void What_never_comes_back_is_worse_than_what_nobody_knows_and_that_than_any_time()
    {
        var never = BusinessOf.System("never", [], BusinessOf.Takes("run 1", TimeSpan.FromHours(2))) with { RecoversOn = null };
        var plan = BusinessOf.Systems(never, BusinessOf.System("unknown", [], BusinessOf.Check(1)), BusinessOf.System("late", [], BusinessOf.Takes("run 1", TimeSpan.FromHours(9))) with { Protection = null, HoldsNoData = "it is a program" });
        var outlooks = Of(plan).Systems;
        Assert.Equal(["the plan has no host to recover it on", null, null], outlooks.Select(o => o.Unrecoverable));
        Assert.True(outlooks[0].IsWorseThan(outlooks[1]) && outlooks[1].IsWorseThan(outlooks[2]));
        Assert.DoesNotContain(Of(plan).Ranked, o => o.IsGood);
    }

    [Fact]
    public void A_loss_that_stops_nothing_is_only_counted()
    {
        var plan = BusinessOf.Systems(BusinessOf.System("one", [], BusinessOf.Check(1)));
        var sweep = Of(plan);
        Assert.Contains(sweep.Ranked, o => o.Scenario.Name == "fire");
        Assert.DoesNotContain(sweep.Ranked, o => o.Scenario.Name == "loss of host dr");
        Assert.True(sweep.Harmless > 0);
    }

    private static Sweep Of(Plan plan)
    {
        var index = PlanIndex.Of(plan);
        return Sweep.Of(index, new Forecast(index, History.Empty, _ => true, Noon), TestContext.Current.CancellationToken);
    }
}
