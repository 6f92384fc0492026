using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness;

/// <summary>What passes by itself, and what a standby brings back.</summary>
public class WaitingTests
{
    private static readonly Plan Plan = BusinessOf.Systems(
        BusinessOf.System("slow", [], BusinessOf.Takes("run 1", TimeSpan.FromHours(5))),
        BusinessOf.System("quick", [], BusinessOf.Takes("run 1", TimeSpan.FromMinutes(10))),
        BusinessOf.System("nowhere", [], BusinessOf.Takes("run 1", TimeSpan.FromMinutes(1))) with { RecoversOn = null },
        BusinessOf.System("dependent", ["slow"], BusinessOf.Takes("run 1", TimeSpan.FromMinutes(1))));

    [Fact]
    public void Waiting_for_a_loss_to_pass_is_held_against_recovering()
    {
        var waiting = WaitingOf(new Scenario("power", [new("building", "office")]) { Lasts = TimeSpan.FromHours(1) })!;
        Assert.Equal(TimeSpan.FromHours(1), waiting.Over);
        Assert.Equal(["dependent", "slow"], waiting.Sooner.Select(e => e.System).Order());
        Assert.Equal(["nowhere"], waiting.Only);
        Assert.Equal(["quick"], waiting.Later);
    }

    [Fact]
    public void What_never_passes_is_not_waited_for() => Assert.Null(WaitingOf(new Scenario("fire", [new("building", "office")])));

    /// <summary>Nor does what needs such a system.</summary>
    [Fact]
    public void Data_that_are_lost_do_not_come_back_by_themselves()
    {
        var waiting = WaitingOf(new Scenario("worse", [new("building", "office")]) { Lasts = TimeSpan.FromHours(1), Things = [new(ThingKind.Data, "slow")] })!;
        Assert.Empty(waiting.Sooner);
        Assert.Equal(["quick"], waiting.Later);
    }

    [Theory]
    [InlineData("fire", 5)]
    [InlineData("data db", null)]
    public void What_comes_back_as_its_standby_loses_what_that_was_behind(string lost, int? seconds)
    {
        var system = BusinessOf.System("db", [], BusinessOf.Restore) with
        {
            Recover = [BusinessOf.Takes("run 1", TimeSpan.FromMinutes(1))], Standby = new(StandbyKind.Hot, "dr", TimeSpan.FromSeconds(5)),
        };
        var plan = BusinessOf.Systems(system);
        var loss = Loss.Of(plan, Foreseen.Named(plan, lost)!);
        Assert.Equal(seconds is null ? [Unrecoverables.NeverRestored] : Array.Empty<string>(), loss.Unrecoverable.Values);
        Assert.Equal(seconds, PredictionOf(plan, loss).Systems.FirstOrDefault()?.Rpo.Value?.TotalSeconds);
    }

    [Fact]
    public void A_standby_that_is_lost_too_brings_nothing_back()
    {
        var system = BusinessOf.System("db", [], BusinessOf.Restore) with
        {
            Recover = [BusinessOf.Takes("run 1", TimeSpan.FromMinutes(1))], Standby = new(StandbyKind.Hot, "beside", null),
        };
        var plan = BusinessOf.Systems(system);
        plan = plan with { Hosts = [.. plan.Hosts, plan.Hosts[0] with { Name = "beside" }] };
        Assert.Equal([Unrecoverables.NeverRestored], Loss.Of(plan, plan.Scenarios[0]).Unrecoverable.Values);
        Assert.Empty(Loss.Of(plan, Foreseen.Named(plan, "host srv")!).Unrecoverable);
        Assert.Contains("building office", SingleFatalLosses.Of(plan)["db"].Keys);
    }

    private static Waiting? WaitingOf(Scenario scenario) => Loss.Of(Plan, scenario) is var loss ? Waiting.Of(loss, PredictionOf(Plan, loss)) : null;

    private static Prediction PredictionOf(Plan plan, Loss loss) =>
        new Forecast(PlanIndex.Of(plan), History.Empty, _ => true, DateTimeOffset.UnixEpoch).Of(loss, RecoveryGraph.Of(plan, loss), 1, TestContext.Current.CancellationToken);
}
