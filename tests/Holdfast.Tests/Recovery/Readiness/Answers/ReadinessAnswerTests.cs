using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Answers;

public class ReadinessAnswerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ProtectedSystem Database = BusinessOf.System("database", [], BusinessOf.Restore, BusinessOf.Check(1));
    private static readonly ProtectedSystem Shop = BusinessOf.System("shop", ["database"], BusinessOf.Restore, BusinessOf.Check(1));
    private static readonly ProtectedSystem Front = BusinessOf.System("front", ["shop"], BusinessOf.Restore, BusinessOf.Check(1));
    private static readonly ProtectedSystem Alone = BusinessOf.System("alone", [], BusinessOf.Restore, BusinessOf.Check(1));

    [Fact]
    public void With_figures_points_and_drills_it_is_good()
    {
        var answer = Of([Database, Shop], drilled: ["database", "shop"], copied: ["database", "shop"]);
        Assert.Equal(Verdict.Good, answer.Verdict);
        Assert.All(answer.Systems, s => Assert.Equal((Verdict.Good, Noon.AddMinutes(-2)), (s.Verdict, s.Point!.Value)));
    }

    [Fact]
    public void What_needs_something_that_is_not_proven_is_not_proven_however_long_the_chain()
    {
        var answer = Of([Front, Shop, Alone, Database], drilled: ["shop", "front", "alone"], copied: ["database", "shop", "front", "alone"]);
        Assert.Equal(Verdict.NotProven, answer.Verdict);
        var systems = answer.Systems.ToDictionary(s => s.System.Name);
        Assert.Equal([LackKind.NeverDrilled], systems["database"].Lacks.Select(l => l.Kind).Where(k => k != LackKind.MayBeLate));
        Assert.Equal([new(LackKind.NeedsAnother, "database")], systems["shop"].Lacks);
        Assert.Equal([new(LackKind.NeedsAnother, "shop")], systems["front"].Lacks);
        Assert.Empty(systems["alone"].Lacks);
    }

    [Fact]
    public void A_copy_that_is_gone_from_its_repository_is_no_point()
    {
        var answer = Of([Database], drilled: ["database"], copied: ["database"], exists: _ => false);
        Assert.Contains(new(LackKind.NoVerifiedPoint), answer.Systems[0].Lacks);
        Assert.Equal(Verdict.NotGood, answer.Verdict);
    }

    [Fact]
    public void Without_a_look_into_the_repositories_nothing_that_holds_data_is_good() =>
        Assert.Equal(Verdict.NotProven, Of([Database], ["database"], ["database"], seen: false).Verdict);

    [Fact]
    public void Errors_in_the_plan_are_not_good_enough_and_no_systems_prove_nothing()
    {
        Assert.Equal(Verdict.NotGood, Of([Database], ["database"], ["database"], planErrors: 1).Verdict);
        Assert.Equal(Verdict.NotProven, Of([], [], []).Verdict);
    }

    [Fact]
    public void A_process_that_stands_still_for_longer_than_can_be_borne_is_not_good_enough_though_its_systems_are_in_time()
    {
        var answer = Of([Database], ["database"], ["database"], processes: [new() { Name = "sell", Needs = ["database"], Mtpd = TimeSpan.FromSeconds(1) }]);
        Assert.Equal((Verdict.Good, Verdict.NotGood), (answer.Systems[0].Verdict, answer.Verdict));
    }

    [Fact]
    public void The_upper_figure_is_there_also_where_only_a_single_loss_takes_the_system()
    {
        var answer = Of([Database], ["database"], ["database"], scenarios: []);
        Assert.StartsWith("loss of ", answer.Systems[0].Slowest.Scenario!.Name, StringComparison.Ordinal);
        Assert.True(answer.Systems[0].RtoP90.Value > answer.Systems[0].Rto.Value);
        Assert.Empty(answer.DrillBy);
    }

    [Fact]
    public void Each_system_is_drilled_by_a_scenario_that_takes_it() => Assert.Equal("fire", Of([Database], [], []).DrillBy["database"]);

    [Fact]
    public void Losses_that_do_the_same_are_told_once()
    {
        var worst = Of([Database], ["database"], ["database"]).Worst.First();
        Assert.Equal("fire", worst.Loss.Scenario.Name);
        Assert.Contains("loss of site office", worst.Like);
    }

    [Fact]
    public void Where_it_comes_back_last_and_where_most_is_lost_need_not_be_the_same()
    {
        // The nas goes with the office, and the vault gets a copy only now and then; the data alone can still come from the nas.
        var system = Database with { Protection = Database.Protection! with { To = ["nas", "vault"] }, Recover = [BusinessOf.Restore, BusinessOf.Takes("run 1", TimeSpan.FromMinutes(10))] };
        var sibling = BusinessOf.System("sibling", [], BusinessOf.Takes("run 1", TimeSpan.FromMinutes(1)));
        var plan = BusinessOf.Systems(system, sibling) with { Repositories = [new("nas", "/nas", "office", default), new("vault", "/vault", "colo", default)] };
        var copies = new[] { Copy("database", "nas", -1), Copy("database", "vault", -50), Copy("sibling", "vault", -1) };
        var answer = ReadinessAnswer.Of(new(plan, new([], [.. copies]), _ => true, Noon), Past.Nothing, 0, true, TestContext.Current.CancellationToken);
        Assert.Equal(TimeSpan.FromMinutes(50), answer.Systems[0].Rpo.Value);
        Assert.Equal("fire", answer.Systems[0].Costliest.Scenario!.Name);
        Assert.Equal(Noon.AddMinutes(-1), answer.Systems[0].Point);
    }

    [Fact]
    public void Copies_that_one_repository_lost_are_not_good_although_another_has_them_whole()
    {
        var basis = Twice([]);
        Assert.Equal(Verdict.Good, Answer(basis).Verdict);
        Assert.Equal([new(LackKind.CopyLost, "nas: a pack is missing")], Lacks(basis with { Lost = [new("database", "nas", "a pack is missing")] }));
        Assert.Equal(
            [new(LackKind.CopyLost, "nas: the newest copy, of 2026-01-01 11:58Z, is not there any more")], Lacks(basis with { Exists = c => c.Repository != "nas" }));
        Assert.Equal(Verdict.NotGood, new Lack(LackKind.CopyLost).Verdict);
    }

    [Fact]
    public void A_repository_that_was_not_looked_into_proves_nothing_whatever_another_one_has()
    {
        var basis = Twice([]) with { Exists = c => c.Repository != "nas", Unseen = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("nas", "no route") };
        Assert.Equal([new(LackKind.RepositoriesUnseen, "nas")], Lacks(basis));
        Assert.Equal(Verdict.NotProven, Answer(basis).Verdict);
    }

    [Fact]
    public void Copies_are_to_be_read_again_as_often_as_the_plan_says_in_each_repository()
    {
        var weekly = new Holdfast.Recovery.Plans.Values.CalendarSpan(0, 7);
        var basis = Twice([Copy("database", "nas", -60 * 24 * 9), Copy("database", "vault", -60 * 24 * 9)], weekly);
        Assert.Equal([LackKind.ReadingLate, LackKind.ReadingLate], Lacks(basis).Select(l => l.Kind));
        Assert.Equal(
            [new(LackKind.ReadingLate, "vault: last read on 2025-12-24, and the plan says every 1 week")],
            Lacks(basis, [new("database", "nas", null, Noon.AddDays(-6)), new("database", "vault", "x", Noon.AddDays(-8)), new("other", "vault", null, Noon)]));
        Assert.Empty(Lacks(Twice([], weekly))); // The first copies are younger than a week.
        Assert.Empty(Lacks(Twice([Copy("database", "nas", -60 * 24 * 9)])));
        Assert.Equal(Verdict.NotGood, new Lack(LackKind.ReadingLate).Verdict);
    }

    [Fact]
    public void Where_the_plan_is_silent_copies_are_not_believed_unread_for_more_than_three_months()
    {
        var basis = Twice([Copy("database", "nas", -60 * 24 * 93), Copy("database", "vault", -60 * 24 * 91)]);
        Assert.Equal(
            [new(LackKind.ReadingLate, "nas: never read again since its first copy of 2025-09-30, and 3 months is the longest that is trusted where the plan has no \"verify every\"")], Lacks(basis));
        Assert.Empty(Lacks(basis, new CopyReading("database", "nas", null, Noon.AddDays(-90))));
    }

    [Fact]
    public void A_key_in_the_folder_of_both_machines_is_shown_only_by_a_run_on_another_one_than_takes_the_copies()
    {
        var key = new KeyReference(KeyKind.File, "/etc/holdfast/key");
        var basis = Twice([]);
        var plan = basis.Plan with
        {
            Hosts = [.. basis.Plan.Hosts.Select(h => h with { Settings = h.Settings with { Folder = "/" } })],
            Repositories = [.. basis.Plan.Repositories.Select(r => r with { Key = key })],
        };
        var copies = basis.History.Copies.Select(c => c with { Machine = "alpha" });
        basis = basis with { Plan = plan, History = basis.History.With([.. copies]) };
        Assert.Contains(LackKind.KeyNotShown, KindsAfter("alpha"));
        Assert.Contains(LackKind.KeyNotShown, KindsAfter(null));
        Assert.DoesNotContain(LackKind.KeyNotShown, KindsAfter("beta"));
        Assert.Equal(Verdict.NotProven, new Lack(LackKind.KeyNotShown).Verdict);

        IEnumerable<LackKind> KindsAfter(string? machine)
        {
            var trial = new Trial("d1", RunKind.Drill, "fire", "database", Noon, Figure.Unknown, Figure.Unknown, TimeSpan.Zero, TimeSpan.FromMinutes(1), false, ["restore", "check 1"]) { Machine = machine };
            return ReadinessAnswer.Of(basis, new(new TrackRecord([trial]), _ => basis.Plan, []), 0, true, TestContext.Current.CancellationToken).Systems.Single().Lacks.Select(l => l.Kind);
        }
    }

    /// <summary>The database with copies in two repositories, drilled.</summary>
    private static Basis Twice(ProtectionRecord[] older, Holdfast.Recovery.Plans.Values.CalendarSpan? verifyEvery = null)
    {
        var system = Database with { Protection = Database.Protection! with { To = ["nas", "vault"], VerifyEvery = verifyEvery } };
        var plan = BusinessOf.Systems(system) with { Repositories = [new("nas", "/nas", "colo", default), new("vault", "/vault", "colo", default)] };
        var durations = Took("database");
        return new(plan, new([.. durations], [.. older, Copy("database", "nas", -2), Copy("database", "vault", -2)]), _ => true, Noon);
    }

    private static IEnumerable<Lack> Lacks(Basis basis, params CopyReading[] readings) =>
        Answer(basis, readings).Systems.Single().Lacks.Where(l => l.Kind is LackKind.CopyLost or LackKind.ReadingLate or LackKind.RepositoriesUnseen);

    private static ReadinessAnswer Answer(Basis basis, params CopyReading[] readings)
    {
        var trial = new Trial("d1", RunKind.Drill, "fire", "database", Noon, Figure.Unknown, Figure.Unknown, TimeSpan.Zero, TimeSpan.FromMinutes(1), false, ["restore", "check 1"]);
        return ReadinessAnswer.Of(
            basis, new(new TrackRecord([trial]), _ => basis.Plan, []) { Readings = [.. readings] }, 0, true, TestContext.Current.CancellationToken);
    }

    private static StepDuration[] Took(string system) =>
    [
        new(new(system, "restore"), "restore", TimeSpan.FromMinutes(1), 0, Noon) { Run = "d1" },
        new(new(system, "check 1"), "check", TimeSpan.FromSeconds(1), 0, Noon) { Run = "d1" },
    ];

    private static ReadinessAnswer Of(
        ProtectedSystem[] systems,
        string[] drilled,
        string[] copied,
        bool seen = true,
        int planErrors = 0,
        Func<ProtectionRecord, bool>? exists = null,
        Scenario[]? scenarios = null,
        Holdfast.Recovery.Plans.Business.BusinessProcess[]? processes = null)
    {
        var plan = BusinessOf.Systems(systems) with { Processes = [.. processes ?? []] };
        plan = plan with { Scenarios = scenarios is null ? plan.Scenarios : [.. scenarios] };
        var durations = drilled.SelectMany(Took);
        var trials = drilled.Select(s => new Trial(
            "d1", RunKind.Drill, "fire", s, Noon, Figure.Unknown, Figure.Unknown, TimeSpan.Zero, TimeSpan.FromMinutes(1), false, ["restore", "check 1"]));
        var history = new History([.. durations], [.. copied.Select(s => Copy(s, "vault", -2))]);
        return ReadinessAnswer.Of(new(plan, history, exists ?? (_ => true), Noon), new(new TrackRecord(trials), _ => plan, []), planErrors, seen, TestContext.Current.CancellationToken);
    }

    private static ProtectionRecord Copy(string system, string repository, int minutes) =>
        new(system, repository, $"{system}{minutes}", Noon.AddMinutes(minutes), Noon.AddMinutes(minutes), 0, 0, false, null);
}
