using Holdfast.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public class LossTests
{
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.HarborDental);

    [Fact]
    public void A_fire_takes_the_building_with_all_that_stands_in_it()
    {
        var loss = Loss.Of(Plan, new("fire", [new("building", "office")]));
        Assert.Equal(Plan.Systems.Length, loss.Systems.Length);
        Assert.Equal(["vault"], loss.Repositories.Select(r => r.Name));
        Assert.Empty(loss.Unrecoverable);
    }

    [Fact]
    public void When_both_sites_go_nothing_can_be_recovered_and_the_reason_is_given()
    {
        var loss = Loss.Of(Plan, new("war", [new("building", "office"), new("building", "colo")]));
        Assert.Equal(Plan.Systems.Length, loss.Unrecoverable.Count);
        Assert.Contains("colo-server", loss.Unrecoverable["records"], StringComparison.Ordinal);
    }

    [Fact]
    public void Losing_the_recovery_site_takes_no_system_but_a_copy()
    {
        var loss = Loss.Of(Plan, new("bankruptcy", [new("provider", "northstar")]));
        Assert.Empty(loss.Systems);
        Assert.Equal(["nas"], loss.Repositories.Select(r => r.Name));
    }
}
