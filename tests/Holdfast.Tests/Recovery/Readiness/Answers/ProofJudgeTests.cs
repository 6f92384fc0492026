using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Data.Files;
using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Answers;

/// <summary>What a run has shown counts only for the recovery that it showed.</summary>
public class ProofJudgeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ProtectedSystem Shop = BusinessOf.System("shop", [], BusinessOf.Restore, BusinessOf.Takes("run 1", TimeSpan.FromMinutes(1)), BusinessOf.Check(1));
    private static readonly Plan Today = BusinessOf.Systems(Shop);

    [Fact]
    public void A_run_that_did_every_step_of_todays_plan_proves_it() => Assert.Empty(Lacks(Today, Shop, Today, Drilled(1)));

    [Theory]
    [InlineData("run 1")]
    [InlineData("restore")]
    public void A_step_that_a_drill_left_out_or_replaced_is_not_proven(string step)
    {
        var lack = Assert.Single(Lacks(Today, Shop, Today, Without(Drilled(1), step)));
        Assert.Equal(new(LackKind.StepsReplaced, step), lack);
    }

    [Fact]
    public void What_an_earlier_run_did_for_real_a_later_drill_that_left_it_out_does_not_undo()
    {
        Assert.Empty(Lacks(Today, Shop, Today, Drilled(30) with { Kind = RunKind.Failover }, Without(Drilled(1), "run 1")));
        Assert.Equal([LackKind.StepsReplaced], Kinds(Lacks(Today, Shop, Today, Drilled(400), Without(Drilled(1), "run 1"))));
        Assert.Equal([LackKind.LastRunFailed], Kinds(Lacks(Today, Shop, Today, Drilled(30), Drilled(1) with { Failed = true })));
    }

    [Fact]
    public void A_change_of_what_is_done_since_the_run_is_not_proven_and_one_of_times_is_nothing()
    {
        var command = Shop with { Recover = Shop.Recover.SetItem(1, Shop.Recover[1] with { Action = new CommandAction(["false"], null, true) }) };
        var data = Shop with { Protection = Shop.Protection! with { Data = new FilesData("elsewhere", []) } };
        var time = Shop with { Recover = Shop.Recover.SetItem(1, Shop.Recover[1] with { Takes = TimeSpan.FromHours(3), Retries = 2 }), Rto = new(TimeSpan.FromHours(9), default) };
        Assert.Equal([new(LackKind.PlanChanged, "step run 1")], Lacks(BusinessOf.Systems(command), command, Today, Drilled(1)));
        Assert.Equal([new(LackKind.PlanChanged, "what is protected")], Lacks(BusinessOf.Systems(data), data, Today, Drilled(1)));
        Assert.Empty(Lacks(BusinessOf.Systems(time), time, Today, Drilled(1)));
    }

    [Fact]
    public void A_run_whose_plan_is_no_longer_at_hand_proves_nothing_of_todays() =>
        Assert.Equal([LackKind.PlanChanged], Kinds(Lacks(Today, Shop, null, Drilled(1))));

    [Fact]
    public void A_recovery_host_that_no_run_ever_reached_is_not_proven()
    {
        var moved = Shop with { RecoversOn = "new" };
        var plan = BusinessOf.Systems(moved) with { Hosts = [.. Today.Hosts, new("new", "colo", Today.Hosts[1].Settings, null)] };
        Assert.Equal([new(LackKind.HostNeverReached, "new")], Lacks(plan, moved, Today, Drilled(1)));
    }

    [Fact]
    public void A_run_dated_later_than_now_is_told_and_proves_nothing()
    {
        var ahead = Drilled(-1);
        var judge = new ProofJudge(Today, new(new TrackRecord([ahead]), _ => Today, []), Noon);
        Assert.Equal([LackKind.NeverDrilled, LackKind.DatedAhead], Kinds(judge.Of(Shop, [])));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("/bin/true")]
    [InlineData("/bin/sh", "-c", "true")]
    [InlineData("/bin/sh", "-c", " exit 0 ; # later")]
    [InlineData("/bin/sh", "-c", "echo ok")]
    [InlineData("sleep", "1")]
    public void Checks_that_pass_with_nothing_there_prove_nothing(params string[] command)
    {
        var system = Shop with { Recover = Shop.Recover.SetItem(2, new("check 1", new CommandCheck([.. command], null), TimeSpan.FromMinutes(1))) };
        var plan = BusinessOf.Systems(system);
        Assert.Equal([LackKind.ChecksProveNothing], Kinds(Lacks(plan, system, plan, Drilled(1))));
    }

    [Fact]
    public void A_system_that_its_recovery_never_asks_is_not_proven_by_any_run()
    {
        var system = Shop with { Recover = Shop.Recover[..2] };
        var plan = BusinessOf.Systems(system);
        Assert.Equal([new(LackKind.NoCheck)], Lacks(plan, system, plan, Drilled(1) with { Steps = ["restore", "run 1"] }));
    }

    [Fact]
    public void A_run_that_was_given_up_or_cut_off_after_the_last_good_one_lowers_it_until_a_later_one_is_good()
    {
        Assert.Equal([new(LackKind.LastRunCutShort, "k")], Kinds(cutShort: new("k", "shop", Noon.AddHours(-1), Failed: false), Drilled(1)));
        Assert.Equal([new(LackKind.LastRunFailed, "k")], Kinds(cutShort: new("k", "shop", Noon.AddHours(-1), Failed: true), Drilled(1)));
        Assert.Empty(Kinds(cutShort: new("k", "shop", Noon.AddDays(-2), Failed: true), Drilled(1)));
        Assert.Empty(Kinds(cutShort: new("k", "another", Noon.AddHours(-1), Failed: true), Drilled(1)));

        static Lack[] Kinds(CutShort cutShort, Trial trial) =>
            [.. new ProofJudge(Today, new(new TrackRecord([trial]), _ => Today, []) { CutShort = [cutShort] }, Noon).Of(Shop, [trial])];
    }

    [Theory]
    [InlineData("test", "-d", "data")]
    [InlineData("/bin/sh", "-c", "true && test -d data")]
    [InlineData("/bin/sh", "-c", "echo $(cat data/x) | grep ok")]
    [InlineData("curl", "-f", "http://127.0.0.1/")]
    public void Checks_that_ask_for_something_are_not_taken_for_empty(params string[] command)
    {
        var system = Shop with { Recover = Shop.Recover.SetItem(2, new("check 1", new CommandCheck([.. command], null), TimeSpan.FromMinutes(1))) };
        var plan = BusinessOf.Systems(system);
        Assert.Empty(Lacks(plan, system, plan, Drilled(1)));
    }

    [Fact]
    public void Checks_that_a_drill_saw_pass_before_anything_was_there_prove_nothing_until_one_of_them_does()
    {
        Assert.Equal([new(LackKind.ChecksProveNothing, "in d1")], Lacks(Today, Shop, Today, Drilled(1) with { Idle = ["check 1"] }));
        Assert.Empty(Lacks(Today, Shop, Today, Drilled(30), Drilled(1) with { Idle = ["check 1"] }));
        var both = Shop with { Recover = Shop.Recover.Insert(2, new("check 0", new CommandCheck(["test", "-d", "data"], null), TimeSpan.FromMinutes(1))) };
        var plan = BusinessOf.Systems(both);
        var drilled = Drilled(1) with { Steps = ["restore", "run 1", "check 0", "check 1"], Idle = ["check 0"] };
        Assert.Empty(Lacks(plan, both, plan, drilled));
        Assert.Equal([LackKind.ChecksProveNothing], Kinds(Lacks(plan, both, plan, drilled with { Idle = ["check 0", "check 1"] })));
    }

    private static Lack[] Lacks(Plan plan, ProtectedSystem system, Plan? followed, params Trial[] trials) =>
        [.. new ProofJudge(plan, new(new TrackRecord(trials), _ => followed, []), Noon).Of(system, trials)];

    private static IEnumerable<LackKind> Kinds(IEnumerable<Lack> lacks) => lacks.Select(l => l.Kind);

    private static Trial Without(Trial trial, string step) => trial with { Steps = trial.Steps.Remove(step), Otherwise = [step] };

    private static Trial Drilled(int daysAgo) => new(
        $"d{daysAgo}", RunKind.Drill, "fire", "shop", Noon.AddDays(-daysAgo), Figure.Unknown, Figure.Unknown, TimeSpan.Zero, TimeSpan.FromMinutes(9), false, ["restore", "run 1", "check 1"]);
}
