using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Runs;
using Xunit;
using static Holdfast.Tests.Recovery.Runs.FewSteps;

namespace Holdfast.Tests.Recovery.Runs;

/// <summary>Who goes first where steps want the same.</summary>
public class RecoveryOrderTests
{
    [Fact]
    public void What_is_most_critical_goes_first_and_a_system_is_finished_before_a_less_urgent_one_begins()
    {
        var run = RunOf(
            [.. Enumerable.Range(1, 4).Select(i => Of("deferrable", $"s{i}")), Of(Tier.MissionCritical, "s5")],
            new Host("there", "colo", new("/", ImmutableSortedDictionary<string, int>.Empty), null) { AtOnce = 1 });
        var order = new List<string>();
        while (run.ReadySteps() is [var next])
        {
            order.Add(next);
            run.Start(next).End(next);
        }

        Assert.Equal(["s5", "s1", "s2", "s3", "s4"], order.Select(step => step[..2]).Distinct());
        Assert.Equal(["s5/1", "s5/2", "s5/3", "s1/1", "s1/2"], order[..5]);
        Assert.Equal(15, order.Count);
    }

    [Fact]
    public void What_a_critical_system_needs_is_as_critical_and_goes_before_it()
    {
        var graph = GraphOf([Of("important", "mail"), Of("deferrable", "names"), Of(Tier.MissionCritical, "erp") with { Needs = ["names"] }]);
        Assert.Equal(["names", "erp", "mail"], RecoveryOrder.Of(graph).Systems);
    }

    [Fact]
    public void Of_one_tier_the_one_with_the_least_time_to_spare_goes_first()
    {
        ImmutableArray<ProtectedSystem> systems = [Of("ordinary", "short"), Of("ordinary", "long"), Of("ordinary", "strict") with { Rto = new(TimeSpan.FromMinutes(30), ValueSource.Written) }];
        var graph = GraphOf(systems);
        double[] seconds = [1, 1, 1, 600, 600, 600, 1, 1, 1];
        Assert.Equal(["strict", "long", "short"], RecoveryOrder.Of(graph, seconds, SharedWays.None).Systems);
    }

    [Theory]
    [InlineData(20, "own, erp, mail")]
    [InlineData(120, "erp, mail, own")]
    [InlineData(60_000, "erp, mail, own")]
    public void A_system_without_a_tier_is_as_critical_as_the_tier_that_promises_no_more_than_it_does(int rtoMinutes, string order)
    {
        var own = Of(null, "own") with { Rto = new(TimeSpan.FromMinutes(rtoMinutes), ValueSource.Written) };
        Assert.Equal(order, string.Join(", ", RecoveryOrder.Of(GraphOf([Of("important", "mail"), Of(Tier.MissionCritical, "erp"), own])).Systems));
    }

    [Fact]
    public void Who_is_tried_again_stands_behind_its_own_tier_and_before_the_others()
    {
        ImmutableArray<ProtectedSystem> systems = [Retried("important", "a"), Retried("important", "b"), Retried("deferrable", "c")];
        var run = RunOf(systems, new Host("there", "colo", new("/", ImmutableSortedDictionary<string, int>.Empty), null) { AtOnce = 1 });
        Assert.Equal(["b/1"], run.Start("a/1").Fail("a/1").ReadySteps());
        Assert.Equal(["a/1"], run.Start("b/1").End("b/1").ReadySteps());
        Assert.Equal(["c/1"], run.Start("a/1").End("a/1").ReadySteps());
    }

    [Fact]
    public void A_transfer_that_would_take_from_a_more_urgent_one_waits_until_that_is_done()
    {
        var run = Sharing([Of("deferrable", "archive"), Of(Tier.MissionCritical, "erp")], [900, 1, 1, 180, 1, 1], [100, 100]);
        Assert.Equal(["erp/1"], run.ReadySteps());
        Assert.Equal(["archive/1", "erp/2"], run.Start("erp/1").End("erp/1").ReadySteps().Order());
        Assert.Equal(("erp", "link a - b"), run.HeldBy(run.Graph[Step("archive/1")]) is var (by, on) ? (by!.System.Name, on) : default);
    }

    [Fact]
    public void Transfers_that_fit_beside_each_other_go_on_together()
    {
        var run = Sharing([Of("deferrable", "archive"), Of(Tier.MissionCritical, "erp"), Of("deferrable", "logs")], [900, 1, 1, 180, 1, 1, 10, 1, 1], [40, 60, 40]);
        Assert.Equal(["archive/1", "erp/1"], run.ReadySteps().Order()); // The third would slow both down for nothing.
    }

    [Theory]
    [InlineData(50 * 60, true)]
    [InlineData(20 * 60, false)]
    public void Who_has_time_to_spare_shares_what_is_left_of_a_way(int seconds, bool waits)
    {
        var run = Sharing([Of(Tier.MissionCritical, "erp"), Of("deferrable", "archive")], [seconds, 1, 1, seconds, 1, 1], [60, 60]);
        Assert.Equal(waits ? ["erp/1"] : ["archive/1", "erp/1"], run.ReadySteps().Order());
    }

    [Theory]
    [InlineData(7200, false)]
    [InlineData(30, true)]
    public void A_way_is_kept_for_what_will_want_it_soon_and_would_be_late(int archiveSeconds, bool begins)
    {
        // Of the ERP the first step moves nothing and takes a minute; its transfer takes 50 of the 60 minutes that it has.
        var run = Sharing([Of("deferrable", "archive"), Of(Tier.MissionCritical, "erp")], [archiveSeconds, 1, 1, 60, 3000, 1], [100, 100], erpStep: "erp/2");
        Assert.Equal(["erp/1"], run.ReadySteps().Where(s => s == "erp/1"));
        run.Start("erp/1");
        Assert.Equal(begins ? ["archive/1"] : [], run.ReadySteps());
        if (!begins)
        {
            Assert.Equal(["erp/2"], run.End("erp/1").ReadySteps());
            Assert.Equal(["archive/1"], run.Start("erp/2").End("erp/2").ReadySteps().Where(s => s != "erp/3"));
        }
    }

    [Fact]
    public void What_is_kept_for_a_step_that_never_comes_is_given_to_the_next()
    {
        var run = Sharing([Of("deferrable", "archive"), Of(Tier.MissionCritical, "erp")], [7200, 1, 1, 60, 3000, 1], [100, 100], erpStep: "erp/2");
        Assert.Equal(["archive/1"], run.Start("erp/1").Fail("erp/1").ReadySteps());
    }

    [Fact]
    public void A_more_urgent_transfer_does_not_wait_for_a_less_urgent_one_that_goes_on()
    {
        var run = Sharing([Of("deferrable", "archive"), Of(Tier.MissionCritical, "erp")], [900, 1, 1, 0, 180, 1], [100, 100], erpStep: "erp/2");
        run.Start("archive/1", "erp/1");
        Assert.Equal(["erp/2"], run.End("erp/1").ReadySteps());
    }

    private static ProtectedSystem Of(string? tier, string name) => SystemOf(name, [], Machine("1"), Machine("2"), Machine("3")) with { Tier = tier };

    private static ProtectedSystem Retried(string tier, string name) => SystemOf(name, [], Machine("1") with { Retries = 1 }) with { Tier = tier };

    /// <summary>The first step of each system, or that one of the ERP, is a transfer over one link of 100.</summary>
    private static Run Sharing(ImmutableArray<ProtectedSystem> systems, double[] seconds, double[] rates, string? erpStep = null)
    {
        var graph = GraphOf(systems);
        var transfers = systems.Select((s, i) => (Step: s.Name == "erp" && erpStep is not null ? erpStep : $"{s.Name}/1", Rate: rates[i])).ToDictionary(t => t.Step, t => t.Rate);
        var ways = new SharedWays(["link a - b"], [100], [[0]], step => transfers.TryGetValue(step.Name.ToString(), out var rate) ? (0, rate) : null);
        return Run.Of(graph, RecoveryOrder.Of(graph, seconds, ways));
    }
}
