using Holdfast.Recovery.Plans.Rules;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans.Rules;

public class FindingsTests
{
    [Fact]
    public void A_good_plan_has_no_errors() => Assert.DoesNotContain(Unwise.In(ExamplePlans.HarborDental), f => f.Severity == Severity.Error);

    [Fact]
    public void A_finding_says_where_how_bad_what_and_what_to_do()
    {
        var finding = Unwise.IsFound("every: 5 seconds", "every: §61 seconds", "rpo-not-reachable");
        Assert.Equal("""
            holdfast.yaml:27:48: error: system "records" is backed up every 61 seconds, and its RPO is 1 minute: between two backups more would be lost than is allowed [rpo-not-reachable]
            HINT: write  every: 1 minute  or less, or agree on a longer RPO.
            """, $"{finding}\nHINT: {finding.Hint}");
        Assert.EndsWith("[x; ISO 22301]", new Finding("x", Severity.Note, "ISO 22301", "m", "do", default).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_come_in_the_order_of_the_text()
    {
        var text = ExamplePlans.HarborDental
            .Replace("every: 10 minutes", "every: 10 hours", StringComparison.Ordinal)
            .Replace("every: 5 seconds, to: [nas, vault]", "every: 5 hours, to: [nas]", StringComparison.Ordinal);
        Assert.Equal(["rpo-not-reachable", "copies-in-one-domain"], Unwise.In(text).Where(f => f.Severity == Severity.Error).Select(f => f.Id).Take(2));
        Assert.Equal(Unwise.In(text).Select(f => f.Where.Line).Order(), Unwise.In(text).Select(f => f.Where.Line));
    }

    [Fact]
    public void Rules_are_in_the_order_of_their_ids() =>
        Assert.Equal(Findings.Rules.Select(r => r.Id).Order(StringComparer.Ordinal), Findings.Rules.Select(r => r.Id));

    [Fact]
    public void Every_rule_that_is_written_is_asked() => Assert.Equal(
        typeof(Rule).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Rule)) && !type.IsAbstract).Select(type => type.Name).Order(StringComparer.Ordinal),
        Findings.Rules.Select(r => r.GetType().Name).Order(StringComparer.Ordinal));

    [Fact]
    public void A_schedule_that_can_not_keep_the_rpo_is_found()
    {
        Unwise.IsFound("every: 5 seconds", "every: §61 seconds", "rpo-not-reachable");
        Unwise.IsFine("every: 5 seconds", "every: 60 seconds", "rpo-not-reachable");
    }

    [Fact]
    public void A_system_that_recovers_on_the_host_that_would_be_lost_is_found()
    {
        const string On = "    recovers on: colo-server\n    protect: { sqlite";
        var text = Change.Apply(On, "    recovers on: office-server\n    protect: { sqlite");
        Assert.Contains(Unwise.In(text), f => f is { Id: "recovers-where-it-runs", Where: { Line: 26, Column: 18 } });
    }

    [Fact]
    public void Recovery_ends_with_a_check_for_operating_means_operating()
    {
        const string Check = "      - check: { files: documents, at least: 2000 }\n      - check: { run: [test, -r, documents/index], as: harbor }\n";
        const string Run = "      - §run: [index, documents]\n";
        Unwise.IsFound(Check, Check + Run, "last-step-not-a-check");
        Unwise.IsFine(Check, Run.Replace("§", "", StringComparison.Ordinal) + Check, "last-step-not-a-check");
    }

    [Fact]
    public void A_scenario_that_takes_a_system_for_good_is_found()
    {
        var findings = Unwise.Of("scenario-unrecoverable", Change.Apply("loses: [building office]", "loses: [building office, building colo]")).ToList();
        Assert.Equal(4, findings.Count);
        Assert.Contains("recovery host colo-server", findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_system_that_the_plan_says_little_of_is_found_for_each_thing_that_it_lacks()
    {
        var findings = Unwise.In(Change.Apply(
            "    recovers on: colo-server\n    protect: { files: documents, every: 1 hour, to: [vault] }\n    recover:\n      - restore: documents\n      - check: { files: documents, at least: 2000 }\n      - check: { run: [test, -r, documents/index], as: harbor }\n",
            ""));
        string[] lacks = ["no-recovery-steps", "not-protected", "nowhere-to-recover"];
        Assert.Equal(lacks, findings.Where(f => f.Where.Line == 60 && f.Severity == Severity.Error).Select(f => f.Id));
    }
}
