using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness;

/// <summary>Which of several equally new copies a system is brought back from.</summary>
public class QuickestCopiesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("slow, fast")]
    [InlineData("fast, slow")]
    public void The_order_in_which_the_plan_names_its_copies_does_not_decide_how_long_a_recovery_takes(string to)
    {
        var prediction = Predict(PlanOf(to), History.Empty);
        Assert.Equal(100 + 1 + 60, prediction.Systems[0].Rto.Value!.Value.TotalSeconds, 0.5); // 10 GB at 100 MB/s, the check, the declaration.
        Assert.Equal("the quickest: fast at 800 Mbit/s (host spare), not slow at 1 Mbit/s (link dr - far)", prediction.Sources.Single().Why);
    }

    [Theory]
    [InlineData("slow, fast", "fast")]
    [InlineData("fast, slow", "fast")]
    public void Only_the_newest_copies_are_compared(string to, string chosen)
    {
        var plan = PlanOf(to);
        Assert.Equal(chosen, Predict(plan, new([], [Copy("slow", 0), Copy("fast", 0)])).Sources.Single().Chosen.Repository);
        var newer = Predict(plan, new([], [Copy("slow", 60), Copy("fast", 0)])).Sources.Single();
        Assert.Equal(("slow", null), (newer.Chosen.Repository, newer.Why));
    }

    [Theory]
    [InlineData("one, two")]
    [InlineData("two, one")]
    public void Of_equally_quick_copies_the_first_of_the_plan_is_taken(string to)
    {
        var plan = PlanOf(to, "one: { at: a, site: dr, key: env:K }\n  two: { at: b, site: dr, key: env:K }");
        var source = Predict(plan, History.Empty).Sources.Single();
        Assert.Equal(to[..3], source.Chosen.Repository);
        Assert.Contains("before it in the plan's to:", source.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_measured_counts_before_what_the_plan_says()
    {
        var plan = PlanOf("slow, fast");
        var measured = Predict(plan, new([Restore("fast", 10_000_000_000, 1_000_000), Restore("slow", 10_000_000_000, 90_000)], []));
        Assert.Equal("slow", measured.Sources.Single().Chosen.Repository);
        Assert.Contains("measured once", measured.Sources.Single().Why, StringComparison.Ordinal);
        Assert.Equal(90_000 + 1 + 60, measured.Systems[0].Rto.Value!.Value.TotalSeconds, 0.5); // And only the restores from there count.
    }

    /// <summary>The near copy was measured at 50 MB/s; that its host could take twice as much over a wire is only the plan's word.</summary>
    [Fact]
    public void A_way_that_nothing_measured_is_not_believed_to_be_quicker_than_what_its_host_ever_did()
    {
        var plan = PlanOf("near, wire", "near: { at: a, site: dr, key: env:K }\n  wire: { at: b, site: office, key: env:K }");
        Assert.Equal(["near", "wire"], OrderOf(plan, new([Restore("near", 50_000_000, 1)], [])));
        Assert.Equal(["wire", "near"], OrderOf(plan, new([Restore("near", 100_000, 1)], []))); // So slow is no host by itself.
    }

    [Fact]
    public void A_way_of_which_nothing_is_known_comes_last()
    {
        var plan = PlanOf("unknown, slow", "slow: { at: a, site: far, key: env:K }\n  unknown: { at: b, site: nowhere, key: env:K }", "  nowhere: { fails with: [building nowhere] }\n");
        Assert.Equal(["slow", "unknown"], OrderOf(plan, History.Empty));
    }

    [Fact]
    public void A_lost_link_makes_its_copy_as_slow_as_the_way_round()
    {
        var plan = PlanOf("slow, fast", "fast: { at: a, site: office, key: env:K }\n  slow: { at: b, site: far, key: env:K }");
        var index = PlanIndex.Of(plan);
        Assert.Equal("fast", new QuickestCopies(index, History.Empty).Order(plan.Systems[0], ["slow", "fast"])[0].Repository);
        var round = new QuickestCopies(index, History.Empty, link => link.Name == "office - dr").Order(plan.Systems[0], ["slow", "fast"]);
        Assert.All(round, copy => Assert.Equal(125_000, copy.BytesPerSecond)); // Both come over the slow link then.
    }

    private static string[] OrderOf(Plan plan, History history) =>
        [.. new QuickestCopies(PlanIndex.Of(plan), history).Order(plan.Systems[0], plan.Systems[0].Protection!.To).Select(s => s.Repository)];

    private static Prediction Predict(Plan plan, History history)
    {
        var loss = Loss.Of(plan, plan.Scenarios[0]);
        return new Forecast(PlanIndex.Of(plan), history, _ => true, Noon).Of(loss, RecoveryGraph.Of(plan, loss), 1, TestContext.Current.CancellationToken);
    }

    private static ProtectionRecord Copy(string repository, int second) =>
        new("a", repository, $"{repository}{second}", Noon.AddSeconds(second - 600), Noon.AddSeconds(second - 590), 10_000_000_000, 1, false, null);

    private static StepDuration Restore(string from, long bytes, double seconds) =>
        new(new("a", "restore"), "restore", TimeSpan.FromSeconds(seconds), bytes, Noon.AddDays(-1)) { From = from, Run = from };

    private static Plan PlanOf(string to, string? repositories = null, string sites = "") => ExamplePlans.Read($$"""
        organization: Order
        declaration: 1 minute
        sites:
          office: { fails with: [building office] }
          dr: { fails with: [building dr] }
          far: { fails with: [building far] }
        {{sites}}links:
          office - dr: { bandwidth: 1 Gbit/s }
          office - far: { bandwidth: 1 Gbit/s }
          dr - far: { bandwidth: 1 Mbit/s }
        hosts:
          srv: { site: office, folder: office }
          spare: { site: dr, folder: spare{{(repositories is null ? ", restores: 100 MB/s" : "")}}, drill: { folder: drill } }
        repositories:
          {{repositories ?? "slow: { at: far/r, site: far, key: env:K }\n  fast: { at: near/r, site: dr, key: env:K }"}}
        systems:
          a:
            rto: 1 hour
            rpo: 1 hour
            size: 10 GB
            runs on: srv
            recovers on: spare
            protect: { files: a, every: 10 minutes, to: [{{to}}] }
            recover:
              - restore: a
              - check: { files: a, at least: 1 }
                takes: 1 second
        scenarios:
          fire: { loses: [host srv] }
        """);
}
