using Holdfast.Recovery.Plans.Sections;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public class ShapeTests
{
    [Fact]
    public void A_problem_prints_where_what_and_what_to_do()
    {
        var problem = Change.IsRefused("    rpo: 1 minute\n", "    §rop: 1 minute\n", "unknown-key", "");
        Assert.Equal("""
            holdfast.yaml:24:5: system "records" has a key that a plan does not know: "rop"
            HINT: did you mean "rpo"?
            """, problem.ToString());
    }

    [Theory]
    [InlineData("organization: Harbor", "§organisation: Harbor", "\"organization\"")]
    [InlineData("sites:\n", "§site:\n", "\"sites\"")]
    [InlineData("hosts:\n", "§host:\n", "\"hosts\"")]
    [InlineData("repositories:\n", "§repository:\n", "\"repositories\"")]
    [InlineData("systems:\n", "§sistems:\n", "\"systems\"")]
    [InlineData("{ site: office, folder: .,", "{ §sit: office, folder: .,", "\"site\"")]
    [InlineData("folder: ., ports:", "folder: ., §port:", "\"ports\"")]
    [InlineData("{ at: nas,", "{ at: nas, §where: srv1,", "the keys here")]
    [InlineData("        owner: postgres", "        §ownr: postgres", "\"owner\"")]
    [InlineData("at least: 2000", "§at-least: 2000", "\"at least\"")]
    [InlineData("- check: { files", "- §chek: { files", "\"check\"")]
    [InlineData("protect: { sqlite:", "protect: { §sqllite:", "\"sqlite\"")]
    [InlineData("mtpd: 8 hours", "§mptd: 8 hours", "\"mtpd\"")]
    [InlineData("office fire: { loses: [building office] }", "office fire: { loses: [building office], §when: 2027-01-01 }", "the keys here")]
    public void A_misspelt_key_is_one_mistake(string from, string to, string hint) =>
        Assert.Contains(hint, Change.IsRefused(from, to, "unknown-key", "does not know").Hint, StringComparison.Ordinal);

    [Theory]
    [InlineData("organization: Harbor Dental\ncurrency", "§currency", "the plan has no \"organization\"")]
    [InlineData("office: { fails with: [building office, power office, internet acme] }", "§office: {}", "site \"office\" has no \"fails with\"")]
    [InlineData("office-server: { site: office, folder", "§office-server: { folder", "host \"office-server\" has no \"site\"")]
    [InlineData("drill: { folder: ../colo/drill, ports", "§drill: { ports", "has no \"folder\"")]
    [InlineData("nas: { at: nas, ", "§nas: { ", "repository \"nas\" has no \"at\"")]
    [InlineData("vault: { at: ../colo/vault, site: colo, key: env:VAULT_KEY }", "§vault: { at: ../colo/vault, site: colo }", "\"vault\" has no \"key\"")]
    [InlineData("  records:\n    rto: 5 minutes\n", "  §records:\n", "system \"records\" has no \"rto\"")]
    [InlineData("  records:\n    rto: 5 minutes\n    rpo: 1 minute\n", "  §records:\n    rto: 5 minutes\n", "system \"records\" has no \"rpo\"")]
    [InlineData("protect: { sqlite: data/records.db, every: 5 seconds,", "§protect: { sqlite: data/records.db,", "has no \"every\"")]
    [InlineData("protect: { files: documents, every: 1 hour, to: [vault] }", "§protect: { files: documents, every: 1 hour }", "has no \"to\"")]
    [InlineData("postgresql: { cluster: cluster, port", "§postgresql: { port", "has no \"cluster\"")]
    [InlineData("check: { sql: \"select count(*) > 0 from invoices\", database: billing,", "§check: { sql: \"select count(*) > 0 from invoices\",", "no \"database\"")]
    [InlineData("check: { files: documents, at least: 2000 }", "§check: { files: documents }", "has no \"at least\"")]
    [InlineData("service: { name: booking,", "§service: {", "has no \"name\"")]
    [InlineData("see patients: { needs: [records, booking], ", "§see patients: { ", "process \"see patients\" has no \"needs\"")]
    [InlineData("office fire: { loses: [building office] }", "§office fire: {}", "scenario \"office fire\" has no \"loses\"")]
    public void What_a_plan_can_not_do_without_is_asked_for(string from, string to, string words) =>
        Change.IsRefused(from, to, "missing-key", words);

    [Fact]
    public void What_a_plan_can_do_without_may_be_left_out()
    {
        var plan = Change.IsAccepted("currency: USD\ndeclaration: 5 seconds\n", "");
        Assert.Equal(("USD", null), (plan.Currency, plan.Declaration));
        Assert.Equal(".", Change.IsAccepted("folder: ., ports", "ports").HostNamed("office-server").Settings.Folder);
        Assert.Empty(Change.IsAccepted(ExamplePlans.HarborDental[ExamplePlans.HarborDental.IndexOf("processes:", StringComparison.Ordinal)..], "").Scenarios);
    }

    [Theory]
    [InlineData("organization: Harbor Dental", "organization: §[Harbor]", "must be text, and a list stands here")]
    [InlineData("rto: 5 minutes", "rto: §{ minutes: 5 }", "must be text, and a mapping stands here")]
    [InlineData("to: [vault]", "to: §vault", "must be a list, and text stands here")]
    [InlineData("{ site: office, folder: ., ports: { booking: 18480, database: 15480 } }", "§office", "host \"office-server\" must be a mapping, and text stands here")]
    [InlineData("see patients: { needs: [records, booking], mtpd: 8 hours,", "see patients: { needs: [records, §[booking]], mtpd: 8 hours,", "item 2")]
    [InlineData("- check: { files: documents, at least: 2000 }", "- §check", "must be a mapping")]
    [InlineData("port: \"{port database}\"", "port: §{port database}", "must be text, and a mapping stands here")]
    public void A_value_of_the_wrong_kind_is_shown_for_what_it_is(string from, string to, string words) =>
        Change.IsRefused(from, to, "wrong-type", words);

    [Theory]
    [InlineData("organization: Harbor Dental", "organization:§", "\"organization\" of the plan has no value")]
    [InlineData("rto: 5 minutes", "rto: §~", "\"rto\" of system \"records\" has no value")]
    [InlineData("contains: confirmed", "contains: §\"\"", "is empty")]
    [InlineData("to: [vault]", "to: §[]", "is empty")]
    [InlineData("office fire: { loses: [building office] }", "office fire: { loses: §[] }", "is empty")]
    public void A_key_without_a_value_is_asked_about(string from, string to, string words) =>
        Change.IsRefused(from, to, "no-value", words);

    [Fact]
    public void A_plan_with_nothing_to_recover_is_no_plan()
    {
        var text = "organization: A\nsites: { a: { fails with: [building a] } }\nhosts: {}\nrepositories: {}\nsystems: {}\n";
        var problems = PlanReader.Read(text, Change.File).Problems;
        Assert.Equal(["3:8 no-value", "4:15 no-value", "5:10 no-value"], problems.Select(p => $"{p.Line}:{p.Column} {p.Id}"));
    }

    [Theory]
    [InlineData("to: [vault]", "to: [vault, §vault]")]
    [InlineData("needs: [records]\n", "needs: [records, §records]\n")]
    [InlineData("power office, internet acme]", "power office, §building  office]")]
    public void A_thing_that_is_listed_twice_is_pointed_at(string from, string to) =>
        Change.IsRefused(from, to, "repeated-item", "is there twice");

    [Theory]
    [InlineData("- check: { files: documents, at least: 2000 }", "- §{ timeout: 1 minute }", "does not say what it is")]
    [InlineData("- check: { files: documents, at least: 2000 }", "- check: §{ at least: 2000 }", "does not say what it is")]
    [InlineData("- check: { files: documents, at least: 2000 }", "- check: §{ files: documents, run: [true], at least: 2000 }", "\"files\" and \"run\" at once")]
    [InlineData("protect: { sqlite:", "protect: §{ files: data, sqlite:", "\"sqlite\" and \"files\" at once")]
    public void What_is_to_be_done_must_be_clear(string from, string to, string words) =>
        Change.IsRefused(from, to, "unclear-choice", words);

    [Fact]
    public void Every_mistake_of_a_plan_is_told_at_once_in_the_order_of_its_lines()
    {
        var text = ExamplePlans.HarborDental
            .Replace("currency: USD", "currency: dollars", StringComparison.Ordinal)
            .Replace("site: colo\n", "site: cola\n", StringComparison.Ordinal)
            .Replace("key: env:VAULT_KEY", "key: hunter2", StringComparison.Ordinal)
            .Replace("rto: 5 minutes", "rto: 5", StringComparison.Ordinal)
            .Replace("rto: 3 days", "rto: soon", StringComparison.Ordinal);
        Assert.Equal(
            ["2 bad-currency", "12 unknown-site", "19 bad-key-reference", "23 bad-duration", "73 bad-duration"],
            PlanReader.Read(text, Change.File).Problems.Select(p => $"{p.Line} {p.Id}"));
    }
}
