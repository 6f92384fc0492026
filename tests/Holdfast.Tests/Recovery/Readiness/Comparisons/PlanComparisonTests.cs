using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Comparisons;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Comparisons;

/// <summary>One system, "erp": 300 GB over a link of 1 Gbit/s, 2 400 s, within an RTO of an hour.</summary>
public class PlanComparisonTests
{
    private const long Gigabyte = 1_000_000_000;
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_plan_does_what_it_did()
    {
        var comparison = Compare(Plan);
        Assert.False(comparison.IsWorse);
        Assert.All(comparison.Systems, s => Assert.False(s.System.IsChanged));
        Assert.Equal(["fire"], comparison.Scenarios.Select(s => s.Scenario));
    }

    [Fact]
    public void A_slower_link_breaks_the_rto()
    {
        var erp = Erp(Compare(Plan with { Links = [Plan.Links[0] with { Bandwidth = new(60_000_000) }] }));
        Assert.True(erp.IsWorse);
        Assert.Equal((Standing.Usually, Standing.Missed), (erp.Before!.RtoStanding, erp.After!.RtoStanding));
        Assert.InRange(erp.Before.Rto.P50.Value!.Value.TotalSeconds, 2_300, 2_500);
        Assert.InRange(erp.After.Rto.P50.Value!.Value.TotalSeconds, 40_000, 41_000); // Never faster than the link: 300e9 × 8 / 60e6.
    }

    [Fact]
    public void A_tighter_target_is_missed_by_the_same_time()
    {
        var erp = Erp(Compare(With(s => s with { Rto = Written(TimeSpan.FromMinutes(10)) })));
        Assert.True(erp.RtoIsWorse);
        Assert.Equal(erp.Before!.Rto, erp.After!.Rto);
    }

    [Fact]
    public void A_schedule_longer_than_the_rpo_breaks_it_and_a_shorter_one_is_better()
    {
        var daily = With(s => s with { Protection = s.Protection! with { Every = TimeSpan.FromDays(1) } });
        Assert.True(Erp(Compare(daily)).RpoIsWorse);
        Assert.True(Erp(PlanComparison.Of(Known(daily), Plan, [], [], TestContext.Current.CancellationToken)).IsBetter);
    }

    [Fact]
    public void What_can_no_longer_be_brought_back_is_worse_even_where_nobody_knew_how_long_it_took()
    {
        var unknown = Plan with { Links = [] };
        Assert.Equal(Standing.Unknown, Erp(PlanComparison.Of(Known(unknown), unknown, [], [], TestContext.Current.CancellationToken)).Before!.RtoStanding);
        var gone = PlanComparison.Of(Known(unknown), With(s => s with { RecoversOn = "srv" }) with { Links = [] }, [], [], TestContext.Current.CancellationToken);
        Assert.True(gone.IsWorse);
        Assert.Equal("its recovery host srv is lost too", Erp(gone).After!.Unrecoverable);
    }

    [Fact]
    public void What_is_unknown_in_both_is_unknown_and_what_was_known_and_no_longer_is_is_worse()
    {
        var unknown = Plan with { Links = [] };
        var both = PlanComparison.Of(Known(unknown), unknown, [], [], TestContext.Current.CancellationToken);
        Assert.False(both.IsWorse);
        Assert.Equal(Standing.Unknown, Erp(both).After!.RtoStanding);
        Assert.True(Compare(unknown).IsWorse);
    }

    [Fact]
    public void A_scenario_of_another_name_is_the_same_scenario_and_others_are_new_or_gone()
    {
        var renamed = Assert.Single(Compare(Plan with { Scenarios = [Plan.Scenarios[0] with { Name = "blaze" }] }).Scenarios);
        Assert.Equal(("blaze", "fire", true, true), (renamed.Scenario, renamed.Formerly, renamed.InBefore, renamed.InAfter));
        var other = Compare(Plan with { Scenarios = [new("flood", []) { Things = [new(ThingKind.Host, "srv")] }] });
        Assert.Equal([("flood", false, true), ("fire", true, false)], other.Scenarios.Select(s => (s.Scenario, s.InBefore, s.InAfter)));
        Assert.False(other.IsWorse);
    }

    [Fact]
    public void Both_plans_are_predicted_by_what_was_measured_as_far_as_it_still_holds()
    {
        var copies = Enumerable.Range(0, 3).Select(day =>
            new ProtectionRecord("erp", "vault", "s", Noon.AddDays(-day), Noon.AddDays(-day).AddMinutes(10), 300 * Gigabyte, 0, false, null)).ToImmutableArray();
        var restore = new StepDuration(new("erp", "restore"), "restore", TimeSpan.FromSeconds(2_400), 300 * Gigabyte, Noon);
        var known = Known(With(s => s with { Protection = s.Protection! with { Every = TimeSpan.FromDays(1) } })) with { History = new([restore], copies) };
        var after = With(s => s with { Protection = s.Protection! with { Every = TimeSpan.FromMinutes(30) } }) with { Links = [Plan.Links[0] with { Bandwidth = new(10_000_000_000) }] };
        var erp = Erp(PlanComparison.Of(known, after, [], [], TestContext.Current.CancellationToken));
        Assert.Equal(Provenance.Measured, erp.Before!.Rto.P50.From);
        Assert.Equal(Provenance.Declared, erp.After!.Rto.P50.From); // The link that held the restore up is ten times faster now.
        Assert.Equal(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(10), erp.Before.Rpo.Value);
        Assert.Equal((TimeSpan.FromMinutes(40), Provenance.Extrapolated), (erp.After.Rpo.Value!.Value, erp.After.Rpo.From));
    }

    [Fact]
    public void A_system_that_recovers_elsewhere_was_never_restored_there()
    {
        var restore = new StepDuration(new("erp", "restore"), "restore", TimeSpan.FromSeconds(5_000), 300 * Gigabyte, Noon);
        var other = With(s => s with { RecoversOn = "new" }) with { Hosts = Plan.Hosts.Add(Plan.Hosts[1] with { Name = "new" }) };
        var erp = Erp(PlanComparison.Of(Known(Plan) with { History = new([restore], []) }, other, [], [], TestContext.Current.CancellationToken));
        Assert.Equal((Provenance.Measured, Provenance.Declared), (erp.Before!.Rto.P50.From, erp.After!.Rto.P50.From));
    }

    [Fact]
    public void A_finding_is_the_same_one_on_another_line_with_another_figure_and_another_one_of_another_thing()
    {
        var before = new[] { Found("system \"s1\" takes 3 hours", 10), Found("system \"s2\" takes 3 hours", 20) };
        var same = FindingComparison.Of(before, [Found("system \"s1\" takes 5.5 hours", 12), Found("system \"s2\" takes 3 hours", 20)]);
        Assert.Equal((0, 0), (same.Appeared.Length, same.Gone.Length));
        var other = FindingComparison.Of(before, [Found("system \"s1\" takes 3 hours", 10), Found("system \"s3\" takes 3 hours", 20)]);
        Assert.Equal(("system \"s3\" takes 3 hours", "system \"s2\" takes 3 hours"), (other.Appeared.Single().Message, other.Gone.Single().Message));
        Assert.True(other.HasNewError);
        Assert.True(PlanComparison.Of(Known(Plan), Plan, [], before, TestContext.Current.CancellationToken).IsWorse);
        Assert.False(PlanComparison.Of(Known(Plan), Plan, before, [], TestContext.Current.CancellationToken).IsWorse);
    }

    [Theory]
    [InlineData(Standing.Kept, Standing.Usually, true)]
    [InlineData(Standing.Usually, Standing.Missed, true)]
    [InlineData(Standing.Kept, Standing.Unknown, true)]
    [InlineData(Standing.Missed, Standing.Unknown, false)]
    [InlineData(Standing.Unknown, Standing.Missed, false)]
    [InlineData(Standing.Unknown, Standing.Never, true)]
    [InlineData(Standing.Missed, Standing.Never, true)]
    [InlineData(Standing.Never, Standing.Never, false)]
    [InlineData(Standing.Never, Standing.Unknown, false)]
    [InlineData(Standing.Missed, Standing.Kept, false)]
    public void A_promise_is_worse_when_it_is_kept_less_surely(Standing before, Standing after, bool worse) =>
        Assert.Equal(worse, Standings.IsWorse(before, after));

    private static Plan Plan
    {
        get
        {
            var plan = BusinessOf.Systems(BusinessOf.System("erp", [], BusinessOf.Restore) with { Size = new ByteSize(300 * Gigabyte) });
            return plan with
            {
                Sites = plan.Sites.Add(new("cloud", [])),
                Links = [new("colo", "cloud", new(1_000_000_000), null, [])],
                Repositories = [new("vault", "/vault", "cloud", default)],
            };
        }
    }

    private static Plan With(Func<ProtectedSystem, ProtectedSystem> edit) => Plan with { Systems = [edit(Plan.Systems[0])] };

    private static Basis Known(Plan plan) => new(plan, History.Empty, _ => true, Noon);

    private static PlanComparison Compare(Plan after) => PlanComparison.Of(Known(Plan), after, [], [], TestContext.Current.CancellationToken);

    private static SystemComparison Erp(PlanComparison comparison) => Assert.Single(comparison.Systems).System;

    private static Sourced<TimeSpan> Written(TimeSpan time) => new(time, ValueSource.Written);

    private static Finding Found(string message, int line) => new("any", Severity.Error, null, message, "", new("holdfast.yaml", line, 1));
}
