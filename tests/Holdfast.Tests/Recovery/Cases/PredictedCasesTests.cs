using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Cases;

/// <summary>What the predictor says of the public cases, held against what happened.</summary>
public class PredictedCasesTests
{
    private static readonly DateTimeOffset Removed = new(2017, 1, 31, 23, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("gitlab-2017/holdfast.yaml", 24, 24)]
    [InlineData("gitlab-2017/holdfast.lucky.yaml", 6.1, 6.2)]
    public void GitLab_takes_what_it_took_and_loses_what_it_lost(string plan, double least, double most)
    {
        var taken = Removed.AddHours(-most).AddMinutes(plan.Contains("lucky", StringComparison.Ordinal) ? 2 : 0);
        var prediction = Predict(PublicCase.Of(plan).Plan, "data removed", History.Empty.With([Copy("database", "staging", taken)]), Removed);
        Assert.InRange(prediction.Business.Rto.Value!.Value.TotalHours, 14, 24);
        Assert.InRange(prediction.Business.RtoP90.Value!.Value.TotalHours, 18.5, 31); // It was back after about 18.5 hours. With endless runs this is 29.9.
        Assert.Equal(Provenance.Declared, prediction.Business.Rto.From);
        Assert.InRange(prediction.Business.Rpo.Value!.Value.TotalHours, least, most);
    }

    [Fact]
    public void No_evidence_of_the_link_gets_a_restore_under_its_transfer_floor()
    {
        // Somebody once restored as many bytes in an hour, over another way.
        var quick = new StepDuration(new("database", "restore"), "restore", TimeSpan.FromHours(1), 300_000_000_000, Removed) { Run = "once" };
        var prediction = Predict(PublicCase.Of("gitlab-2017/holdfast.yaml").Plan, "data removed", new([quick], [Copy("database", "staging", Removed)]), Removed);
        var restore = prediction.Timeline.Single(s => s.Step.Step == "restore");
        Assert.Equal(11.1, (restore.Done - restore.Ready).TotalHours, 0.05);
        Assert.Equal(10.1, restore.Shared.TotalHours, 0.05);
        Assert.Equal(Provenance.Declared, prediction.Business.Rto.From); // Bound by a link that nobody measured under this load.
    }

    [Fact]
    public void GitLab_with_no_verified_copy_promises_nothing()
    {
        var prediction = Predict(PublicCase.Of("gitlab-2017/holdfast.believed.yaml").Plan, "data removed", History.Empty, Removed);
        Assert.Equal(Figure.Unknown, prediction.Business.Rpo);
    }

    [Fact]
    public void GitLab_with_a_drilled_copy_behind_a_gigabit_is_back_in_two_hours()
    {
        var plan = PublicCase.Of("gitlab-2017/holdfast.after.yaml").Plan;
        Assert.True(Predict(plan, "data removed", History.Empty, Removed).Business.Rto.Value < TimeSpan.FromHours(2));
        var drilled = new History(
            [
                .. from drill in Enumerable.Range(1, 6)
                   from step in plan.SystemNamed("database").Recover
                   select new StepDuration(new("database", step.Name), step.Name.Split(' ')[0], TimeSpan.FromMinutes(step.Action is RestoreAction ? 42 + drill : 3), step.Action is RestoreAction ? 300_000_000_000 : 0, Removed) { Run = $"drill {drill}" },
            ],
            [Copy("database", "near", Removed.AddMinutes(-20))]);
        var prediction = Predict(plan, "data removed", drilled, Removed);
        Assert.True(prediction.Business.RtoP90.Value < TimeSpan.FromHours(2));
        Assert.InRange(prediction.Business.Rpo.Value!.Value, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(30));
    }

    [Fact]
    public void Ovh_without_a_copy_elsewhere_never_comes_back_and_with_one_loses_twelve_hours()
    {
        var fire = new DateTimeOffset(2021, 3, 10, 0, 47, 0, TimeSpan.Zero);
        var before = PublicCase.Of("ovh-strasbourg-2021/holdfast.yaml");
        Assert.Equal(["shop"], before.LossIn("site lost").Unrecoverable.Keys);
        Assert.Equal(Figure.Unknown, Predict(before.Plan, "site lost", History.Empty.With([Copy("shop", "next door", fire.AddHours(-1))]), fire).Business.Rto);

        var after = Predict(PublicCase.Of("ovh-strasbourg-2021/holdfast.after.yaml").Plan, "site lost", History.Empty.With([Copy("shop", "elsewhere", fire.AddHours(-12))]), fire);
        Assert.Equal(TimeSpan.FromHours(12), after.Business.Rpo.Value);
        Assert.InRange(after.Business.Rto.Value!.Value.TotalHours, 2, 8);
    }

    [Fact]
    public void Three_tiers_take_the_sum_of_the_slowest_of_each_and_a_finer_graph_is_never_slower()
    {
        var tiers = Predict(PublicCase.Of("three-tier/holdfast.yaml").Plan, "first site lost", History.Empty, Removed, simulations: 1);
        Assert.Equal(TimeSpan.FromMinutes(30 + 15 + 8), tiers.Business.Recovery.Value);
        var finer = Predict(PublicCase.Of("three-tier/holdfast.finer.yaml").Plan, "first site lost", History.Empty, Removed, simulations: 1);
        Assert.All(tiers.Systems.Zip(finer.Systems.OrderBy(f => tiers.Systems.Index().First(t => t.Item.System == f.System).Index)), pair =>
            Assert.True(pair.Second.Recovery.Value <= pair.First.Recovery.Value, pair.First.System));
    }

    private static Prediction Predict(Plan plan, string scenario, History history, DateTimeOffset now, int simulations = Forecast.Enough) =>
        new Basis(plan, history, _ => true, now).Predict(plan.Scenarios.Single(s => s.Name == scenario), simulations, TestContext.Current.CancellationToken).Prediction;

    private static ProtectionRecord Copy(string system, string repository, DateTimeOffset taken) =>
        new(system, repository, "1", taken, taken.AddMinutes(1), 300_000_000_000, 0, false, null);
}
