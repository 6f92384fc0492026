using Holdfast.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Recovery.Cases;

/// <summary>Groups in order, at once inside a group. The table of times is in the case's README.</summary>
public class ThreeTierTests
{
    private static readonly PublicCase Tiers = PublicCase.Of("three-tier/holdfast.yaml");
    private static readonly PublicCase Finer = PublicCase.Of("three-tier/holdfast.finer.yaml");

    [Fact]
    public void The_business_is_back_after_the_slowest_of_each_tier_not_after_all_machines()
    {
        Assert.Equal(TimeSpan.FromMinutes(30 + 15 + 8), DeclaredWork.Of(Tiers.Plan).Values.Max());
        Assert.Equal(TimeSpan.FromMinutes(88), Tiers.Plan.Systems.SelectMany(s => s.Recover).Aggregate(TimeSpan.Zero, (sum, step) => sum + step.Takes!.Value));
    }

    [Fact]
    public void A_finer_graph_is_never_slower()
    {
        var (coarse, fine) = (DeclaredWork.Of(Tiers.Plan), DeclaredWork.Of(Finer.Plan));
        Assert.All(coarse, system => Assert.True(fine[system.Key] <= system.Value, system.Key));
        Assert.Equal(TimeSpan.FromMinutes(35), fine["web-1"]);
    }

    [Fact]
    public void All_six_are_promised_in_an_hour_and_come_back_after_the_loss_of_their_site()
    {
        foreach (var plan in new[] { Tiers, Finer })
        {
            Assert.Empty(plan.Errors);
            Assert.Equal(6, plan.LossIn("first site lost").Recoverable.Count());
            Assert.All(PromisedReturn.Of(plan.Plan).Values, promised => Assert.Equal(TimeSpan.FromHours(1), promised.After));
        }
    }
}
