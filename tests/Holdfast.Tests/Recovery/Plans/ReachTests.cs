using Holdfast.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>What a lost link keeps from whom.</summary>
public class ReachTests
{
    private const string Shop = """
        organization: Shop
        sites:
          office: { fails with: [building office] }
          colo: { fails with: [building colo] }
          cloud: { fails with: [provider cirrus] }
        links:
          colo - cloud: { bandwidth: 100 Mbit/s, fails with: [cable north] }
        hosts:
          srv: { site: office, folder: srv, fails with: [cable north] }
          spare: { site: colo, folder: spare }
        repositories:
          vault: { at: vault, site: cloud, key: env:KEY }
        systems:
          till:
            rto: 4 hours
            rpo: 1 hour
            runs on: srv
            recovers on: spare
            protect: { files: till, every: 1 hour, to: [vault] }
            recover: [restore: till]
        scenarios:
          fire: { loses: [building office] }
          dig: { loses: [cable north] }
        """;

    [Fact]
    public void What_can_be_read_only_over_a_lost_link_can_not_be_recovered()
    {
        var plan = ExamplePlans.Read(Shop);
        Assert.Equal(
            "no copy that is left can reach its recovery host spare: link colo - cloud lost too", Loss.Of(plan, plan.Scenarios[1]).Unrecoverable["till"]);
        Assert.Equal(["cable north"], SingleFatalLosses.Of(plan)["till"].Keys);
        Assert.Empty(Left(plan, "dig"));
        Assert.Equal(["vault"], Left(plan, "fire"));
    }

    [Fact]
    public void A_copy_at_the_recovery_host_s_own_site_needs_no_link()
    {
        var plan = ExamplePlans.Read(Shop.Replace("to: [vault]", "to: [vault, near]", StringComparison.Ordinal)
            .Replace("repositories:", "repositories:\n  near: { at: near, site: colo, key: env:KEY }", StringComparison.Ordinal));
        Assert.Equal(["near"], Left(plan, "dig"));
        Assert.Empty(Loss.Of(plan, plan.Scenarios[1]).Unrecoverable);
    }

    [Fact]
    public void What_is_carried_needs_no_link() => Assert.Equal(["vault"], Left(With("key: env:KEY }", "key: env:KEY, medium: tape }"), "dig"));

    [Fact]
    public void A_link_that_the_plan_leaves_out_is_not_held_against_anybody() =>
        Assert.Equal(["vault"], Left(With("colo - cloud:", "office - cloud:"), "dig"));

    [Fact]
    public void A_way_round_over_links_that_are_left_is_taken()
    {
        const string Round = "colo - cloud: { bandwidth: 100 Mbit/s, fails with: [cable north] }\n  office - cloud: { bandwidth: 10 Mbit/s }\n  office - colo: { bandwidth: 20 Mbit/s }";
        var plan = With("colo - cloud: { bandwidth: 100 Mbit/s, fails with: [cable north] }", Round);
        Assert.Equal(["vault"], Left(plan, "dig"));
        Assert.Equal(["office - cloud", "office - colo"], Way("cable north"));
        Assert.Equal(["colo - cloud"], Way("building office"));
        Assert.Empty(SingleFatalLosses.Of(plan)["till"]);

        // The way round leads through the office, and that may be lost as well.
        Assert.Empty(CopiesLeftOf(plan, Loss.Of(plan, new("both", [new("cable", "north"), new("building", "office")]))));

        string[] Way(string domain)
        {
            var index = PlanIndex.Of(plan);
            var loss = Loss.Of(plan, new("one", [domain.Split(' ') is [var kind, var name] ? new(kind, name) : throw new InvalidOperationException()]));
            return [.. new Reach(index, loss.Links.Contains).Way(index.Repository("vault"), index.Host("spare"))!.Value.Select(l => l.Name)];
        }
    }

    private static Plan With(string from, string to)
    {
        Assert.Contains(from, Shop, StringComparison.Ordinal);
        return ExamplePlans.Read(Shop.Replace(from, to, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Left(Plan plan, string scenario) => CopiesLeftOf(plan, Loss.Of(plan, plan.Scenarios.Single(s => s.Name == scenario)));

    private static IEnumerable<string> CopiesLeftOf(Plan plan, Loss loss) => new CopiesLeft(PlanIndex.Of(plan), loss).For(plan.Systems[0]);
}
