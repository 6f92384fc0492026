using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Plans.Sections;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans.Rules;

/// <summary>Rules that only what happened can satisfy.</summary>
public class EvidenceRulesTests
{
    private const string Drills = "  - { scenario: office fire, every: 3 months, kind: full }\n  - { scenario: office fire, every: 1 month, by itself: true, between: 20:00 and 05:00 }\n";

    private static readonly PlanEvidence Nothing = new([], []);

    [Fact]
    public void Where_nobody_looked_nothing_is_missed()
    {
        Assert.Empty(Of("no-verified-copy", ExamplePlans.Reference, null));
        Assert.Empty(Of("evidence-older-than-plan", ExamplePlans.Reference, null));
        Assert.Single(Of("never-drilled", ExamplePlans.Reference, null));
    }

    [Fact]
    public void A_copy_that_nobody_read_back_is_none()
    {
        const string Id = "no-verified-copy";
        var found = Of(Id, ExamplePlans.Reference, Nothing);
        Assert.Equal(["records", "booking", "billing", "documents"], found.Select(f => f.Message.Split('"')[1]));
        Assert.Contains("from \"nas\", \"vault\" or \"shelf\"", found[0].Message, StringComparison.Ordinal);
        Assert.Equal(Severity.Error, found[0].Severity);

        // One is enough; one in a repository that the plan does not name for it, or of another system, is not.
        Assert.Equal(3, Of(Id, ExamplePlans.Reference, Nothing with { VerifiedCopies = [new("records", "shelf"), new("documents", "nas"), new("telephones", "vault")] }).Count);
    }

    [Theory]
    [InlineData("test", "2025-12-01", null)]
    [InlineData("test", "2025-11-30", "every 3 months (test), and it was last on 2025-11-30")]
    [InlineData("test", "2026-03-01", null)]
    [InlineData("test", "2026-03-02", "nothing shows that it ever was")]
    [InlineData("test", null, "nothing shows that it ever was")]
    public void A_drill_is_held_as_often_as_it_is_planned(string kind, string? on, string? words)
    {
        var plan = Change.Apply(Drills, $"  - {{ scenario: office fire, every: 3 months, kind: {kind} }}\n", ExamplePlans.Reference);
        var record = Nothing with { Drills = on is null ? [] : [Drill("office fire", on), Drill("ransomware", "2026-02-28"), Drill("office fire", "2025-01-01")] };
        if (on == "2026-03-02")
        {
            record = record with { Drills = [record.Drills[0]] };
        }

        var found = Of("never-drilled", plan, record).Where(f => !f.Message.Contains("nobody is to practise", StringComparison.Ordinal)).ToList();
        Assert.Equal(words is null ? 0 : 1, found.Count);
        Assert.All(found, f => Assert.Contains(words!, f.Message, StringComparison.Ordinal));
        Assert.All(found, f => Assert.StartsWith("run  holdfast drill", f.Hint, StringComparison.Ordinal));
        Assert.All(found, f => Assert.Equal(plan.Split('\n').Index().Single(l => l.Item.Contains("every: 3 months", StringComparison.Ordinal)).Index + 1, f.Where.Line));
    }

    [Theory]
    [InlineData("full", "full", true)]
    [InlineData("full", "limited", false)]
    [InlineData("limited", "full", true)]
    [InlineData("limited", "tabletop", false)]
    [InlineData("tabletop", "limited", true)]
    [InlineData("tabletop", "tabletop", true)]
    [InlineData("tabletop", "test", false)]
    [InlineData("full", "test", false)]
    public void What_people_take_part_in_is_shown_by_the_exercises_of_the_plan(string planned, string held, bool enough)
    {
        var plan = Change.Apply(Drills, $"  - {{ scenario: ransomware, every: 3 months, kind: {planned} }}\n", ExamplePlans.Reference)
            .Replace("    kind: tabletop\n    scenario: ransomware", $"    kind: {held}\n    scenario: ransomware", StringComparison.Ordinal);
        var found = Of("never-drilled", plan, Nothing with { Drills = [Drill("ransomware", "2026-02-28")] });
        Assert.Equal(enough ? 1 : 2, found.Count);
        Assert.Contains(found, f => f.Message.Contains("nobody is to practise scenario \"office fire\"", StringComparison.Ordinal));
        if (!enough)
        {
            Assert.Contains(found, f => f.Message.Contains("nothing shows that it ever was", StringComparison.Ordinal) && f.Hint.Contains("hold the exercise", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("[\"{folder}/booking/run\", --port", "[\"{folder}/booking/serve\", --port", "step service booking")]
    [InlineData("environment: { DATA: \"{folder}/data\" }", "environment: { DATA: \"{folder}/other\" }", "step service booking")]
    [InlineData("        in a drill: { run: [certificates, check], as: root }\n", "", "step provision 1")]
    [InlineData("      - wait: 10 seconds\n", "      - wait: 10 seconds\n      - run: [a]\n", "step run 1")]
    [InlineData("        on failure: continue\n", "", "step notify 1")]
    [InlineData("    needs: [records]\n    needs services", "    needs: [records, billing]\n    needs services", "what it needs")]
    [InlineData("protect: { files: booking, exclude: [\"*.tmp\"],", "protect: { files: booking,", "what is protected")]
    [InlineData("    folder: ../colo/server\n", "    folder: ../colo/place\n", "the places of host colo-server")]
    [InlineData("ports: { booking: 38480, database: 35480 }", "ports: { booking: 38481, database: 35480 }", "the places of host colo-server")]
    [InlineData("        takes: 2 minutes\n", "        takes: 3 minutes\n", null)]
    [InlineData("        timeout: 2 hours\n", "", null)]
    [InlineData("    rto: 10 minutes\n", "    rto: 11 minutes\n", null)]
    [InlineData("every: 15 minutes, to: [nas, vault]", "every: 14 minutes, to: [nas, vault]", null)]
    public void A_drill_of_another_recovery_shows_nothing_of_this_one(string then, string now, string? changed)
    {
        var earlier = ExamplePlans.Read(ExamplePlans.Reference);
        var record = Nothing with { Drills = [Drill("office fire", "2026-01-01") with { Systems = ["booking"], Plan = earlier }] };
        var found = Of("evidence-older-than-plan", Change.Apply(then, now, ExamplePlans.Reference), record);
        Assert.Equal(changed is null ? 0 : 1, found.Count);
        Assert.All(found, f => Assert.EndsWith($"changed since then: {changed}", f.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_newest_drill_of_a_system_counts_whatever_the_scenario_was()
    {
        const string Id = "evidence-older-than-plan";
        var now = ExamplePlans.Read(ExamplePlans.Reference);
        var earlier = now with { Systems = [.. now.Systems.Select(s => s with { RecoversOn = "far-server" })] };
        var older = Drill("office fire", "2026-01-01") with { Systems = ["records", "booking"], Plan = earlier };
        var newer = Drill("ransomware", "2026-01-02") with { Systems = ["records"], Plan = now };
        var found = Assert.Single(Of(Id, ExamplePlans.Reference, Nothing with { Drills = [newer, older] }));
        Assert.Contains("\"booking\" back (run of 2026-01-01) showed another recovery: changed since then: the host that it recovers on", found.Message, StringComparison.Ordinal);
        Assert.Equal("    tier: mission critical", ExamplePlans.Reference.Split('\n')[found.Where.Line]);

        // A plan that is gone, and a system that it did not have.
        Assert.Contains("no longer at hand", Assert.Single(Of(Id, ExamplePlans.Reference, Nothing with { Drills = [newer with { Plan = null }] })).Message, StringComparison.Ordinal);
        var without = earlier with { Systems = [.. earlier.Systems.Where(s => s.Name != "records")] };
        Assert.EndsWith("the system itself", Assert.Single(Of(Id, ExamplePlans.Reference, Nothing with { Drills = [newer with { Plan = without }] })).Message, StringComparison.Ordinal);

        var more = now with { Systems = [.. now.Systems.Select(s => s with { Recover = s.Recover.Add(s.Recover[^1] with { Name = "check 9" }) })] };
        Assert.EndsWith("step check 9, which is gone", Assert.Single(Of(Id, ExamplePlans.Reference, Nothing with { Drills = [newer with { Plan = more }] })).Message, StringComparison.Ordinal);

        // A system that the plan has no more is nobody's concern.
        Assert.Empty(Of(Id, ExamplePlans.Reference, Nothing with { Drills = [older with { Systems = ["fax"] }] }));
    }

    private static DrillHeld Drill(string scenario, string on) => new($"run of {on}", scenario, DateOnly.Parse(on, null), [], null);

    private static List<Finding> Of(string id, string text, PlanEvidence? record)
    {
        var reading = PlanReader.Read(text, Change.File);
        Assert.Empty(reading.Problems.Select(p => p.ToString()));
        return [.. Findings.Of(reading.Plan!, reading.Places, Unwise.Today, record).Where(f => f.Id == id)];
    }
}
