using Holdfast.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Recovery.Cases;

/// <summary>One database, five ways to protect it, none usable. The facts are in the case's README.</summary>
public class GitLab2017Tests
{
    private static readonly string[] BeforeErrors =
    [
        "copies-in-one-domain", "copies-share-credentials", "manual-work-exceeds-rto", "no-offline-or-immutable", "recovery-host-shares-domain",
        "rto-below-transfer-floor", "scenario-unrecoverable",
    ];

    private static readonly PublicCase Before = PublicCase.Of("gitlab-2017/holdfast.yaml");
    private static readonly PublicCase After = PublicCase.Of("gitlab-2017/holdfast.after.yaml");

    [Fact]
    public void The_plan_is_red_before_anything_happens()
    {
        Assert.Equal(BeforeErrors, Before.Errors);
        Assert.Contains("take at least 11.1 hours", Before.Found("rto-below-transfer-floor").Message, StringComparison.Ordinal);
        Assert.Contains("\"staging\" is lost with \"account operations\"", Before.Found("copies-in-one-domain").Message, StringComparison.Ordinal);
        Assert.Contains("2 copies, not 3", Before.Found("too-few-copies").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Luck_changes_what_is_lost_and_no_verdict()
    {
        var lucky = PublicCase.Of("gitlab-2017/holdfast.lucky.yaml");
        Assert.Equal(Before.Errors, lucky.Errors);
        Assert.Equal((TimeSpan.FromHours(24), new TimeSpan(6, 10, 0)), (Every(Before), Every(lucky)));
    }

    [Fact]
    public void No_restore_gets_under_what_the_link_allows()
    {
        var floor = FloorOf(Before);
        Assert.Equal(("staging", "link production - staging"), (floor.From, floor.By));
        Assert.Equal(11.1, floor.Rate.For(Before.Plan.SystemNamed("database").Size!.Value).TotalHours, 0.05);

        // With the declared work and the declaration the plan itself foresees what happened: between 14 and 24 hours.
        var foreseen = floor.Rate.For(Before.Plan.SystemNamed("database").Size!.Value) + DeclaredWork.Of(Before.Plan)["database"] + Before.Plan.Declaration!.Value;
        Assert.InRange(foreseen.TotalHours, 14, 24);
    }

    [Fact]
    public void Removed_data_come_back_from_a_copy_and_never_from_the_replica()
    {
        var removed = Before.LossIn("data removed");
        Assert.Equal(["database"], removed.Systems.Select(s => s.Name));
        Assert.Empty(removed.Hosts);
        Assert.Empty(removed.Unrecoverable);

        var replicaOnly = Before.Plan with { Systems = [.. Before.Plan.Systems.Select(s => s with { Protection = null })] };
        Assert.Equal(
            "its data are lost, and nothing of it is protected",
            Loss.Of(replicaOnly, replicaOnly.Scenarios.Single(s => s.Name == "data removed")).Unrecoverable["database"]);
    }

    [Fact]
    public void The_loss_of_the_site_is_the_end_before_and_not_after()
    {
        Assert.Contains("its recovery host db2 is lost too", Before.LossIn("site lost").Unrecoverable["database"], StringComparison.Ordinal);
        Assert.Contains("building azure-east", SingleFatalLosses.Of(Before.Plan)["database"].Keys);
        Assert.Empty(After.LossIn("site lost").Unrecoverable);
        Assert.Empty(SingleFatalLosses.Of(After.Plan)["database"]);
    }

    [Fact]
    public void A_near_copy_that_is_read_back_and_drilled_makes_it_two_hours()
    {
        Assert.Empty(After.Errors);
        var foreseen = FloorOf(After).Rate.For(After.Plan.SystemNamed("database").Size!.Value) + DeclaredWork.Of(After.Plan)["database"] + After.Plan.Declaration!.Value;
        Assert.InRange(foreseen.TotalHours, 1, 2);
        Assert.Equal(["data removed", "site lost"], After.Plan.Drills.Select(d => d.Scenario));
    }

    [Fact]
    public void Dumps_that_a_job_wrote_and_nobody_read_are_no_recovery_point()
    {
        const string Id = "no-verified-copy";
        var believed = PublicCase.Of("gitlab-2017/holdfast.believed.yaml", new([], []));
        Assert.Contains("nothing shows that it could be recovered from \"dumps\" or \"staging\"", believed.Found(Id).Message, StringComparison.Ordinal);
        Assert.Contains(Id, believed.Errors);

        // What Holdfast itself would have known: the snapshot of staging, once somebody had restored it.
        Assert.DoesNotContain(Id, PublicCase.Of("gitlab-2017/holdfast.believed.yaml", new([], [new("database", "staging")])).Errors);
    }

    private static TimeSpan Every(PublicCase plan) => plan.Plan.SystemNamed("database").Protection!.Every;

    private static TransferFloor FloorOf(PublicCase plan) => TransferFloor.Of(PlanIndex.Of(plan.Plan), plan.Plan.SystemNamed("database"))!;
}
