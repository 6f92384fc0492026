using Holdfast.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Recovery.Cases;

/// <summary>Copies in the house next door. The facts are in the case's README.</summary>
public class OvhStrasbourg2021Tests
{
    private static readonly string[] BeforeErrors = ["copies-in-one-domain", "scenario-unrecoverable"];

    private static readonly PublicCase Before = PublicCase.Of("ovh-strasbourg-2021/holdfast.yaml");
    private static readonly PublicCase After = PublicCase.Of("ovh-strasbourg-2021/holdfast.after.yaml");

    [Fact]
    public void Three_two_one_fails_before_the_fire()
    {
        Assert.Equal(BeforeErrors, Before.Errors);
        Assert.Contains("\"next door\" is lost with \"campus strasbourg\"", Before.Found("copies-in-one-domain").Message, StringComparison.Ordinal);
        Assert.All(["copies-in-one-domain", "too-few-copies", "one-medium"], id => Assert.Equal("3-2-1-1-0", Before.Found(id).Clause));
    }

    [Theory]
    [InlineData("machine lost", true)]
    [InlineData("house burns", true)]
    [InlineData("site lost", false)]
    public void A_copy_next_door_does_until_the_campus_is_lost(string scenario, bool recoverable)
    {
        Assert.Equal(recoverable, Before.LossIn(scenario).Unrecoverable.IsEmpty);
        Assert.Empty(After.LossIn(scenario).Unrecoverable);
    }

    [Fact]
    public void Nobody_has_to_write_the_scenario_for_the_loss_to_be_known()
    {
        Assert.Equal(["campus strasbourg", "power strasbourg"], SingleFatalLosses.Of(Before.Plan)["shop"].Keys);
        Assert.Empty(SingleFatalLosses.Of(After.Plan)["shop"]);
    }

    [Fact]
    public void One_copy_elsewhere_makes_the_plan_good_and_the_loss_twelve_hours()
    {
        Assert.Empty(After.Errors);
        Assert.Equal(["elsewhere"], After.LossIn("site lost").Repositories.Select(r => r.Name));
        Assert.Equal(TimeSpan.FromHours(12), After.Plan.SystemNamed("shop").Protection!.Every);
    }
}
