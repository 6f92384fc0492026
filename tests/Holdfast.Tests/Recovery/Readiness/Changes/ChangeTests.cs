using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Changes;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Changes;

/// <summary>One system of 300 GB whose copy comes over a link of 60 Mbit/s: 300e9 × 8 / 60e6 = 40 000 s, 11.1 hours.</summary>
public class ChangeTests
{
    private const long Gigabyte = 1_000_000_000;
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Scenario Fire = new("fire", [new("building", "office")]);
    private static readonly Scenario Encrypted = new("encrypted", []) { Things = [new(ThingKind.Data, "erp")] };

    [Theory]
    [InlineData(60, 40_000)]
    [InlineData(1000, 2_400)]
    public void A_link_is_as_fast_as_it_is_changed_to(int megabits, int seconds)
    {
        var change = new LinkBandwidth("colo", "cloud", Megabits(megabits));
        Assert.Equal(seconds, SecondsOf(Unmeasured.With(change)), 1);
        Assert.Equal(seconds, SecondsOf(Unmeasured.With(new LinkBandwidth("cloud", "colo", Megabits(megabits)))), 1);
    }

    [Fact]
    public void A_restore_that_the_link_held_up_is_measured_no_more_when_the_link_is_faster()
    {
        var measured = Unmeasured with { History = Restored(TimeSpan.FromSeconds(40_000)) };
        Assert.Equal(Provenance.Measured, RestoreOf(measured).From);
        var faster = RestoreOf(measured.With(new LinkBandwidth("cloud", "colo", Megabits(1000))));
        Assert.Equal((2_400.0, Provenance.Declared), (faster.Value!.Value.TotalSeconds, faster.From));
    }

    [Fact]
    public void A_restore_that_something_else_held_up_takes_as_long_as_it_took()
    {
        var measured = Unmeasured with { History = Restored(TimeSpan.FromSeconds(100_000)) };
        Assert.Equal(100_000, SecondsOf(measured.With(new LinkBandwidth("cloud", "colo", Megabits(1000)))), 1);
    }

    [Fact]
    public void A_slower_link_slows_down_what_was_measured()
    {
        var measured = Unmeasured with { History = Restored(TimeSpan.FromSeconds(40_000)) };
        Assert.Equal(80_000, SecondsOf(measured.With(new LinkBandwidth("cloud", "colo", Megabits(30)))), 1);
    }

    [Fact]
    public void Hosts_and_repositories_have_rates_too()
    {
        var fast = Unmeasured.With(new LinkBandwidth("cloud", "colo", Megabits(10_000)));
        Assert.Equal(3_000, SecondsOf(fast.With(new HostRestores("dr", Megabits(800)))), 1);
        Assert.Equal(6_000, SecondsOf(fast.With(new RepositoryReads("vault", Megabits(400)))), 1);
        var measured = fast.With(new HostRestores("dr", Megabits(800))) with { History = Restored(TimeSpan.FromSeconds(3_000)) };
        Assert.Equal(1_500, SecondsOf(measured.With(new HostRestores("dr", Megabits(1_600)))), 1);
    }

    [Theory]
    [InlineData(StandbyKind.Cold, "restore", "service erp", "check 1")]
    [InlineData(StandbyKind.Warm, "service erp", "check 1")]
    [InlineData(StandbyKind.Hot, "check 1")]
    public void A_standby_has_done_part_of_the_work(StandbyKind kind, params string[] left)
    {
        var plan = new SystemStandby("erp", kind, "other").Apply(Plan);
        Assert.Equal(left, plan.Systems[0].Recover.Select(s => s.Name));
        Assert.Equal((kind, "other", "other"), (plan.Systems[0].Standby.Kind, plan.Systems[0].Standby.On!, plan.Systems[0].RecoversOn!));
    }

    [Fact]
    public void A_recovery_that_only_restores_is_over_at_once_on_a_warm_standby()
    {
        var bare = Unmeasured with { Plan = Plan with { Systems = [Plan.Systems[0] with { Recover = [BusinessOf.Restore] }] } };
        Assert.Equal(0, SecondsOf(bare.With(new SystemStandby("erp", StandbyKind.Warm), Fire)));
    }

    [Fact]
    public void A_standby_is_of_no_use_when_the_data_are_lost_or_its_host_is()
    {
        var change = new SystemStandby("erp", StandbyKind.Warm);
        Assert.True(change.CountsIn(Plan, Fire));
        Assert.False(change.CountsIn(Plan, Encrypted));
        Assert.False(change.CountsIn(Plan, new("all", [new("building", "office")]) { Things = [new(ThingKind.Host, "dr")] }));
        Assert.Same(Unmeasured, Unmeasured.With(change, Encrypted));
    }

    [Fact]
    public void Another_schedule_loses_an_interval_and_the_time_that_verifying_took()
    {
        var copies = Enumerable.Range(0, 3).Select(day => CopyOf(Noon.AddHours(-1).AddDays(-day), TimeSpan.FromMinutes(10))).ToImmutableArray();
        var daily = Unmeasured with { History = new([], copies) };
        Assert.Equal(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(10), PredictionOf(daily).Systems[0].Rpo.Value);
        var hourly = PredictionOf(daily.With(new SystemEvery("erp", TimeSpan.FromHours(1)))).Systems[0].Rpo;
        Assert.Equal((TimeSpan.FromMinutes(70), Provenance.Extrapolated, 3), (hourly.Value!.Value, hourly.From, hourly.Samples));
        Assert.Same(daily.History, daily.With(new SystemEvery("erp", Plan.Systems[0].Protection!.Every)).History);
    }

    [Fact]
    public void Another_host_was_never_measured()
    {
        var measured = Unmeasured with { History = Restored(TimeSpan.FromSeconds(50_000)) };
        Assert.Equal(40_000, SecondsOf(measured.With(new SystemRecoversOn("erp", "other"))), 1);
    }

    [Fact]
    public void A_step_takes_what_is_asked_whatever_was_measured()
    {
        var check = new StepDuration(new("erp", "check 1"), "check", TimeSpan.FromSeconds(50), 0, Noon);
        var measured = Unmeasured with { History = new([check], []) };
        Assert.Equal(40_050, SecondsOf(measured), 1);
        Assert.Equal(40_300, SecondsOf(measured.With(new StepTakes("erp", "check 1", TimeSpan.FromMinutes(5)))), 1);
    }

    [Fact]
    public void No_restore_is_faster_than_its_way_whatever_is_asked() =>
        Assert.Equal(40_000, SecondsOf(Unmeasured.With(new StepTakes("erp", "restore", TimeSpan.FromMinutes(5)))), 1);

    [Fact]
    public void A_copy_at_the_recovery_site_needs_no_link()
    {
        var near = new SystemCopy("erp", new("near", "/near", "colo", default));
        var changed = (Unmeasured with
        {
            History = new([Duration(TimeSpan.FromSeconds(40_000))], [CopyOf(Noon.AddMinutes(-1), TimeSpan.FromSeconds(1))]),
            Exists = copy => copy.Repository == "vault",
        }).With(new HostRestores("dr", Megabits(1_000))).With(near);
        Assert.Equal(["near", "vault"], changed.Plan.Systems[0].Protection!.To);
        Assert.Equal(2_400, SecondsOf(changed), 1);
        Assert.Equal(1, changed.History.Copies.Count(c => c.Repository == "near"));
        Assert.All(changed.History.Copies, copy => Assert.True(changed.Exists(copy)));
    }

    [Fact]
    public void Two_people_do_two_things_at_once()
    {
        RecoveryStep task = new("task 1", new TaskAction(new(PartyKind.Role, "admin"), "look"), TimeSpan.FromHours(4)) { Takes = TimeSpan.FromMinutes(30) };
        var plan = BusinessOf.Systems(BusinessOf.System("a", [], task), BusinessOf.System("b", [], task)) with
        {
            People = [new("sam", "Sam", null, null, null, null, null)],
            Roles = [new("admin", ["sam"], null)],
        };
        var basis = new Basis(plan, History.Empty, _ => true, Noon);
        Assert.Equal(TimeSpan.FromMinutes(60), RecoveryOf(basis).Value);
        var two = basis.With(new RolePerson("admin", "ben"));
        Assert.Equal(TimeSpan.FromMinutes(30), RecoveryOf(two).Value);
        Assert.Equal(["sam", "ben"], two.Plan.People.Select(p => p.Name));
        Assert.Equal(["sam"], new RolePerson("admin", "sam").Apply(plan).Roles[0].HeldBy);
    }

    [Fact]
    public void What_the_plan_does_not_have_cannot_be_changed()
    {
        Change[] changes =
        [
            new LinkBandwidth("colo", "moon", Megabits(1)), new HostRestores("x", Megabits(1)), new RepositoryReads("x", Megabits(1)),
            new SystemStandby("x", StandbyKind.Warm), new SystemEvery("x", TimeSpan.FromHours(1)), new SystemRecoversOn("x", "dr"),
            new SystemRecoversOn("erp", "x"), new StepTakes("erp", "x", TimeSpan.FromHours(1)), new RolePerson("x", "sam"),
            new SystemCopy("x", Plan.Repositories[0]),
        ];
        Assert.All(changes, change => Assert.Throws<ArgumentException>(() => Unmeasured.With(change)));
    }

    [Fact]
    public void Every_change_says_in_words_what_would_be_so()
    {
        Assert.Equal("link colo - cloud carries 1 Gbit/s", new LinkBandwidth("colo", "cloud", Megabits(1000)).ToString());
        Assert.Equal("host dr restores 800 Mbit/s", new HostRestores("dr", Megabits(800)).Says);
        Assert.Equal("repository vault reads 400 Mbit/s", new RepositoryReads("vault", Megabits(400)).Says);
        Assert.Equal("system erp has a warm standby on dr", new SystemStandby("erp", StandbyKind.Warm, "dr").Says);
        Assert.Equal("system erp has no standby", new SystemStandby("erp", StandbyKind.None).Says);
        Assert.Equal("system erp is protected every 15 minutes", new SystemEvery("erp", TimeSpan.FromMinutes(15)).Says);
        Assert.Equal("system erp recovers on dr", new SystemRecoversOn("erp", "dr").Says);
        Assert.Equal("system erp has a copy in near at colo", new SystemCopy("erp", new("near", "/near", "colo", default)).Says);
        Assert.Equal("step erp/check 1 takes 5 minutes", new StepTakes("erp", "check 1", TimeSpan.FromMinutes(5)).Says);
        Assert.Equal("ben holds the role admin, too", new RolePerson("admin", "ben").Says);
    }

    private static Plan Plan
    {
        get
        {
            var service = new RecoveryStep("service erp", new ServiceAction("erp", ["erp"], null, ImmutableSortedDictionary<string, string>.Empty), TimeSpan.FromMinutes(1))
            {
                Takes = TimeSpan.FromTicks(0),
            };
            var erp = BusinessOf.System("erp", [], BusinessOf.Restore, service, BusinessOf.Check(1) with { Takes = TimeSpan.Zero }) with { Size = new(300 * Gigabyte) };
            var plan = BusinessOf.Systems(erp);
            return plan with
            {
                Sites = plan.Sites.Add(new("cloud", [])),
                Hosts = plan.Hosts.Add(plan.Hosts[1] with { Name = "other" }),
                Links = [new("colo", "cloud", Megabits(60), null, [])],
                Repositories = [new("vault", "/vault", "cloud", default)],
            };
        }
    }

    private static Basis Unmeasured { get; } = new(Plan, History.Empty, _ => true, Noon);

    private static DataRate Megabits(int megabits) => new(megabits * 1_000_000L);

    private static StepDuration Duration(TimeSpan took) => new(new("erp", "restore"), "restore", took, 300 * Gigabyte, Noon);

    private static History Restored(TimeSpan took) => new([Duration(took)], []);

    private static ProtectionRecord CopyOf(DateTimeOffset taken, TimeSpan verifying) =>
        new("erp", "vault", $"{taken:O}", taken, taken + verifying, 300 * Gigabyte, 0, false, null);

    private static Prediction PredictionOf(Basis basis) => basis.Predict(Fire, 1, TestContext.Current.CancellationToken).Prediction;

    private static Figure RestoreOf(Basis basis) => PredictionOf(basis).Timeline[0].Alone;

    private static Figure RecoveryOf(Basis basis) => PredictionOf(basis).Business.Recovery;

    private static double SecondsOf(Basis basis) => RecoveryOf(basis).Value!.Value.TotalSeconds;
}
