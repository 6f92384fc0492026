using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Advising;
using Holdfast.Recovery.Readiness.Changes;
using Holdfast.Recovery.Readiness.Comparisons;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Advising;

/// <summary>One system of 300 GB behind a link of 60 Mbit/s, 11.1 hours, and what would bring it back within its RTO.</summary>
public class AdviceTests(ITestOutputHelper output)
{
    private const long Gigabyte = 1_000_000_000;
    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_faster_link_and_a_standby_bring_back_what_comes_too_late()
    {
        var advice = Advise(Plan(300, TimeSpan.FromHours(4)));
        var link = Assert.IsType<LinkBandwidth>(advice.Measures.Single(m => m.Change is LinkBandwidth).Change);
        Assert.True(link.Bandwidth.BitsPerSecond is >= 200_000_000 and <= 500_000_000, link.Says); // 200 Mbit/s: 3.3 hours typically; the P90 asks for more.
        var standby = advice.Measures.Single(m => m.Change is SystemStandby);
        var effect = Assert.Single(standby.Effects, e => e.Scenario == "fire");
        Assert.True(effect.Mends);
        Assert.Equal(Provenance.Declared, standby.From);
        Assert.Equal(Standing.Missed, advice.Systems[0].Rto);
        Assert.False(advice.IsGood);
    }

    [Fact]
    public void An_advised_link_keeps_the_rto_when_it_is_there_and_the_next_slower_one_does_not()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var advised = 0;
        for (var i = 0; i < 12; i++)
        {
            var plan = Plan(random.Next(20, 2_000), TimeSpan.FromMinutes(random.Next(30, 1_000)));
            foreach (var change in Advise(plan).Measures.Where(m => m.Effects.Any(e => e is { Scenario: "fire", Mends: true })).Select(m => m.Change).OfType<LinkBandwidth>())
            {
                Assert.True(UpperWith(plan, change) <= plan.Systems[0].Rto.Value, $"{change} in {plan.Systems[0].Rto.Value}");
                Assert.True(UpperWith(plan, change with { Bandwidth = new(change.Bandwidth.BitsPerSecond * 2 / 5) }) > plan.Systems[0].Rto.Value, $"less than {change} would do");
                advised++;
            }
        }

        Assert.True(advised > 0, "No plan of these needed a faster link.");
    }

    [Fact]
    public void What_is_saved_is_the_hours_that_are_bought_times_what_an_hour_costs()
    {
        // Four hours of restore, by the plan's word, that a standby spares: 4 × (1 000 + 50 × 20) = 8 000, and once in five years 1 600 a year.
        var restore = BusinessOf.Restore with { Takes = TimeSpan.FromHours(4) };
        var plan = BusinessOf.Systems(BusinessOf.System("erp", [], restore, BusinessOf.Takes("run 1", TimeSpan.FromMinutes(1)))) with
        {
            Processes = [new() { Name = "sell", Needs = ["erp"], Costs = CostCurve.Steady(1_000), IdlePeople = new(50, 20) }],
            Scenarios = [new("fire", [new("building", "office")]) { Likelihood = new(0.2m) }],
        };
        var standby = Assert.Single(Advise(plan).Measures);
        Assert.InRange(Assert.Single(standby.Savings).Saved, 7_900m, 8_100m);
        Assert.InRange(standby.YearlySavings!.Value, 1_580m, 1_620m);
    }

    [Fact]
    public void Two_tasks_that_wait_for_one_person_want_a_second_one()
    {
        var task = new RecoveryStep("task 1", new TaskAction(new(PartyKind.Role, "admin"), "look"), TimeSpan.FromHours(9)) { Takes = TimeSpan.FromMinutes(40) };
        var plan = BusinessOf.Systems(BusinessOf.System("a", [], task), BusinessOf.System("b", [], task)) with
        {
            People = [new("sam", "Sam", null, null, null, null, null), new("ben", "Ben", null, null, null, null, null)],
            Roles = [new("admin", ["sam"], null)],
        };
        var measures = Advise(plan).Measures;
        Assert.Contains(measures, m => m.Change == new RolePerson("admin", "ben"));
        Assert.All(measures, m => Assert.IsType<RolePerson>(m.Change));
    }

    [Fact]
    public void Nothing_is_advised_that_does_not_help()
    {
        // The host restores at 40 Mbit/s, which no link makes up for.
        var plan = Plan(300, TimeSpan.FromHours(4));
        plan = plan with { Hosts = [plan.Hosts[0], plan.Hosts[1] with { Restores = new(40_000_000) }] };
        var basis = Known(plan);
        var advice = Advice.Of(basis, cancellationToken: TestContext.Current.CancellationToken);
        Assert.DoesNotContain(advice.Measures, m => m.Change is LinkBandwidth);
        Assert.All(advice.Measures.SelectMany(m => m.Effects), e => Assert.True(e.Bought > TimeSpan.Zero));
        Assert.Contains(advice.Measures, m => m.Change is SystemStandby);
    }

    [Fact]
    public void A_copy_at_the_recovery_site_is_advised_where_its_host_is_known_to_be_quick()
    {
        var plan = Plan(300, TimeSpan.FromHours(4));
        plan = plan with { Hosts = [plan.Hosts[0], plan.Hosts[1] with { Restores = new(1_000_000_000) }] };
        var copy = Advise(plan).Measures.Select(m => m.Change).OfType<SystemCopy>().Single();
        Assert.Equal(("erp", "colo"), (copy.System, copy.Where.Site));
    }

    [Fact]
    public void What_is_lost_for_good_is_mended_by_what_the_plan_already_has()
    {
        var plan = Plan(1, TimeSpan.FromDays(1));
        plan = plan with
        {
            Repositories = plan.Repositories.Add(new("nas", "/nas", "office", default)),
            Systems = [plan.Systems[0] with { Protection = plan.Systems[0].Protection! with { To = ["nas"] } }],
        };
        var copies = Advise(plan).Systems[0].Copies!;
        Assert.Contains("fire", copies.Fatal.Keys);
        Assert.Equal("system erp has a copy in vault at cloud", copies.Repair!.Says);
        Assert.Equal(copies.Fatal.Keys, copies.Mends.Order(StringComparer.Ordinal));
        Assert.Contains("a copy off-site that shares no failure domain", copies.Missing);
        Assert.Equal(Standing.Never, Advise(plan).Systems[0].Rto);
    }

    [Fact]
    public void Where_the_plan_has_nothing_that_helps_something_new_is_advised()
    {
        var plan = Plan(1, TimeSpan.FromDays(1));
        var besides = plan with { Hosts = [plan.Hosts[0], plan.Hosts[1] with { Site = "office" }] };
        var repair = Advise(besides).Systems[0].Copies!;
        Assert.Equal("system erp recovers on a new host at colo", repair.Repair!.Says);
        Assert.Equal(repair.Fatal.Keys, repair.Mends.Order(StringComparer.Ordinal));

        // One office and nothing else: neither a machine elsewhere nor a copy elsewhere would do alone.
        var alone = besides with
        {
            Sites = [plan.Sites.Single(s => s.Name == "office")],
            Links = [],
            Hosts = [.. besides.Hosts.Select(h => h with { Site = "office" })],
            Repositories = [.. plan.Repositories.Select(r => r with { Site = "office" })],
        };
        var both = Advise(alone).Systems[0].Copies!;
        Assert.Equal("system erp recovers on a new host at another site, and system erp has a copy in a new repository at another site", both.Repair!.Says);
        Assert.Equal(both.Fatal.Keys, both.Mends.Order(StringComparer.Ordinal));
        Assert.Empty(Loss.Of(both.Repair.Apply(alone), alone.Scenarios[0]).Unrecoverable);
    }

    [Fact]
    public void Where_everybody_who_can_is_lost_somebody_else_is_advised()
    {
        var plan = Plan(1, TimeSpan.FromDays(1));
        plan = plan with
        {
            People = [new("sam", "Sam", null, null, null, null, null) { FailsWith = [.. plan.Scenarios[0].Loses] }],
            Roles = [new("admin", ["sam"], null)],
            Systems = [plan.Systems[0] with { NeedsPeople = ["admin"] }],
        };
        Assert.Equal("somebody new holds the role admin, too", Advise(plan).Systems[0].Copies!.Repair!.Says);
        var ben = plan with { People = plan.People.Add(new("ben", "Ben", null, null, null, null, null)) };
        Assert.Equal("ben holds the role admin, too", Advise(ben).Systems[0].Copies!.Repair!.Says);
    }

    [Fact]
    public void Three_copies_on_two_media_one_off_site_one_guarded_all_verified_lack_nothing()
    {
        var plan = Plan(1, TimeSpan.FromDays(1));
        plan = plan with
        {
            Repositories = [plan.Repositories[0] with { Medium = Medium.ObjectStorage, Immutable = new(0, 30) }, new("nas", "/nas", "office", default)],
            Systems = [plan.Systems[0] with { Protection = plan.Systems[0].Protection! with { To = ["nas", "vault"] } }],
        };
        Assert.Equal(["a verified copy in 2 of 2 repositories, as far as this machine remembers"], Advise(plan).Systems[0].Copies!.Missing);
        var verified = Advice.Of(Known(plan) with { History = new([], [CopyIn("nas"), CopyIn("vault")]) }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(verified.Systems[0].Copies!.Missing);
    }

    [Fact]
    public void Data_that_grow_break_the_rto_on_a_day()
    {
        // In an hour 450 GB come over 1 Gbit/s; 150 GB are left, and 10 GB come in the 31 days of January: 465 days.
        var plan = Plan(300, TimeSpan.FromHours(1), 1_000_000_000);
        plan = plan with { Systems = [plan.Systems[0] with { Grows = new(new(10 * Gigabyte), new(1, 0)) }] };
        var growth = Advise(plan).Systems[0].Growth!;
        Assert.Equal((new DateOnly(2026, 1, 1).AddDays(465), false), (growth.Transfer!.Value, growth.IsBroken));
        Assert.InRange(growth.Predicted!.Value.DayNumber, growth.Transfer.Value.DayNumber - 30, growth.Transfer.Value.DayNumber);
        var slow = Plan(300, TimeSpan.FromHours(1));
        Assert.True(Advise(slow with { Systems = [slow.Systems[0] with { Grows = new(new(1), new(1, 0)) }] }).Systems[0].Growth!.IsBroken);
        Assert.Null(Advise(slow).Systems[0].Growth);
    }

    [Fact]
    public void What_nothing_was_measured_of_is_not_called_good_and_a_drill_is_named()
    {
        var plan = Plan(1, TimeSpan.FromDays(1));
        var system = Advise(plan).Systems[0];
        Assert.Equal((Standing.Kept, false, false, "fire"), (system.Rto, system.IsGood, system.IsMeasured, system.Drill!));
        Assert.Equal(["erp/restore"], system.Unmeasured.Select(s => s.ToString()));
        var restores = Enumerable.Range(0, 5).Select(i => new StepDuration(new("erp", "restore"), "restore", TimeSpan.FromMinutes(10), Gigabyte, NewYear) { Run = $"drill {i}" });
        var measured = Advice.Of(
            Known(plan) with { History = new([.. restores], [CopyIn("vault")]) },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(measured.IsGood && measured.Systems[0].IsMeasured);
        Assert.Empty(measured.Measures);
    }

    [Fact]
    public void Of_a_large_plan_the_worst_are_looked_at_and_the_rest_is_counted()
    {
        var plan = Plan(300, TimeSpan.FromHours(4));
        plan = plan with { Systems = [.. Enumerable.Range(0, 40).Select(i => plan.Systems[0] with { Name = $"s{i}", Size = new((300 - i) * Gigabyte) })] };
        var advice = Advise(plan);
        Assert.Equal(40, advice.Systems.Length);
        Assert.InRange(advice.NotTried, 40 - (2 * 12), 40 - 12);
        Assert.NotEmpty(advice.Measures);
        Assert.Equal("s7", Assert.Single(Advice.Of(Known(plan), "s7", TestContext.Current.CancellationToken).Systems).System.Name);
    }

    private static Plan Plan(int gigabytes, TimeSpan rto, long bitsPerSecond = 60_000_000)
    {
        var plan = BusinessOf.Systems(BusinessOf.System("erp", [], BusinessOf.Restore) with
        {
            Size = new(gigabytes * Gigabyte),
            Rto = new(rto, ValueSource.Written),
        });
        return plan with
        {
            Sites = plan.Sites.Add(new("cloud", [])),
            Links = [new("cloud", "colo", new(bitsPerSecond), null, [])],
            Repositories = [new("vault", "/vault", "cloud", default)],
        };
    }

    private static ProtectionRecord CopyIn(string repository) => new("erp", repository, "s", NewYear, NewYear.AddSeconds(5), Gigabyte, 1, false, null);

    private static Basis Known(Plan plan) => new(plan, History.Empty, _ => true, NewYear);

    private static Advice Advise(Plan plan) => Advice.Of(Known(plan), cancellationToken: TestContext.Current.CancellationToken);

    private static TimeSpan UpperWith(Plan plan, Change change) =>
        Known(plan).With(change, plan.Scenarios[0]).Predict(plan.Scenarios[0], cancellationToken: TestContext.Current.CancellationToken).Prediction.Systems[0].RtoP90.Value!.Value;
}
