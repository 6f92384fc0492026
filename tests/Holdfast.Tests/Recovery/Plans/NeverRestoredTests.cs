using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Tests.Recovery.Readiness;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>Data that nothing brings back are lost, whatever starts without them.</summary>
public class NeverRestoredTests
{
    private static readonly ProtectedSystem Shop = BusinessOf.System("shop", [], BusinessOf.Restore, BusinessOf.Check(1)) with { Recover = [BusinessOf.Check(1)] };
    private static readonly Scenario Fire = new("fire", [new("building", "office")]);
    private static readonly Scenario Deleted = new("deleted", []) { Things = [new(ThingKind.Data, "shop")] };

    [Fact]
    public void A_protected_system_that_no_step_restores_is_left_out_of_every_run()
    {
        var plan = BusinessOf.Systems(Shop);
        Assert.Equal("its data are lost, and no step restores them", Loss.Of(plan, Fire).Unrecoverable["shop"]);
        Assert.Equal("its data are lost, and no step restores them", Loss.Of(plan, Deleted).Unrecoverable["shop"]);
        Assert.All(SingleFatalLosses.Of(plan)["shop"].Values, why => Assert.Equal("its data are lost, and no step restores them", why));
    }

    [Fact]
    public void A_standby_brings_it_back_when_its_host_is_lost_and_not_when_its_data_are()
    {
        var plan = BusinessOf.Systems(Shop with { Standby = new(StandbyKind.Hot, "dr", null) });
        Assert.Empty(Loss.Of(plan, Fire).Unrecoverable);
        Assert.Equal("its data are lost, and no step restores them", Loss.Of(plan, Deleted).Unrecoverable["shop"]);
        Assert.Equal(["data shop"], SingleFatalLosses.Of(plan)["shop"].Keys);
        var own = BusinessOf.Systems(Shop with { Standby = new(StandbyKind.Hot, "srv", null) });
        Assert.NotEmpty(Loss.Of(own, Fire).Unrecoverable);
    }

    [Fact]
    public void Of_data_that_have_a_size_and_no_copy_the_loss_is_never_nothing()
    {
        var archive = BusinessOf.System("archive", [], BusinessOf.Takes("run 1", TimeSpan.FromMinutes(1)), BusinessOf.Check(1)) with { HoldsNoData = "it is too large" };
        var noon = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, Predicted(archive));
        Assert.Null(Predicted(archive with { Size = new ByteSize(858_000_000_000_000) }));
        var answer = ReadinessAnswer.Of(
            new(BusinessOf.Systems(archive with { Size = new ByteSize(858_000_000_000_000) }), History.Empty, _ => true, noon), Past.Nothing, 0, true, TestContext.Current.CancellationToken);
        Assert.Contains(new(LackKind.NoVerifiedPoint, "nothing of its 858 TB is protected"), answer.Systems[0].Lacks);

        TimeSpan? Predicted(ProtectedSystem system) =>
            new Basis(BusinessOf.Systems(system), History.Empty, _ => true, noon).Predict(Fire, 1, TestContext.Current.CancellationToken).Prediction.Systems.Single().Rpo.Value;
    }
}
