using Holdfast.Recovery.Plans.Sections;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public class SenseTests
{
    [Theory]
    [InlineData("office-server: { site: office", "office-server: { site: §offic", "unknown-site", "\"offic\"", "did you mean \"office\"?")]
    [InlineData("at: nas, site: office", "at: nas, site: §london", "unknown-site", "\"london\"", "the plan defines \"office\" and \"colo\".")]
    [InlineData("recovers on: colo-server\n    protect: { sqlite", "recovers on: §colo-sever\n    protect: { sqlite", "unknown-host", "\"colo-sever\"", "did you mean \"colo-server\"?")]
    [InlineData("every: 5 seconds, to: [nas, vault]", "every: 5 seconds, to: [nas, §vualt]", "unknown-repository", "\"vualt\"", "did you mean \"vault\"?")]
    [InlineData("needs: [records]\n", "needs: [§record]\n", "unknown-system", "\"record\"", "did you mean \"records\"?")]
    [InlineData("needs: [billing]", "needs: [§printing]", "unknown-system", "\"printing\"", "the plan defines")]
    [InlineData("loses: [building office]", "loses: [§building ofice]", "unknown-domain", "\"building ofice\"", "did you mean \"building office\"?")]
    [InlineData("loses: [building office]", "loses: [§flood]", "bad-domain", "\"flood\"", "\"building office\"")]
    [InlineData("provider northstar]", "§northstar]", "bad-domain", "\"northstar\"", "\"provider northstar\"")]
    public void What_the_plan_does_not_define_is_not_guessed(string from, string to, string id, string words, string hint) =>
        Assert.Contains(hint, Change.IsRefused(from, to, id, words).Hint, StringComparison.Ordinal);

    [Fact]
    public void A_broken_thing_is_one_mistake_and_what_refers_to_it_is_none()
    {
        Change.IsRefused("office: { fails with: [building office, power office, internet acme] }", "office: §a building", "wrong-type", "site \"office\"");
        Change.IsRefused("nas: { at: nas, site: office, key: \"file:../kit/nas.key\" }", "nas: §[]", "wrong-type", "repository \"nas\"");
        Change.IsRefused("ports: { booking: 28480, database: 25480 }", "ports: §none", "wrong-type", "must be a mapping");
    }

    [Fact]
    public void A_thing_defined_twice_is_pointed_at_with_the_line_of_the_first()
    {
        Change.IsRefused("  vault: {", "  nas: { at: a, site: colo, key: env:A }\n  vault: {".Replace("nas", "§nas", StringComparison.Ordinal), "duplicate-key", "\"nas\" stands twice in one place; the first is on line 18");
        Change.IsRefused("    needs: [records]\n", "    §rto: 1 hour\n    needs: [records]\n", "duplicate-key", "\"rto\"");
    }

    [Fact]
    public void A_system_that_needs_itself_is_refused() =>
        Change.IsRefused("needs: [records]\n", "needs: [records, §booking]\n", "needs-itself", "system \"booking\" needs itself");

    [Fact]
    public void A_cycle_is_shown_as_one()
    {
        var one = Change.IsRefused("    rpo: 1 minute\n", "    rpo: 1 minute\n    needs: [documents, §booking]\n", "dependency-cycle", "records -> booking -> records");
        Assert.Equal(25, one.Line);
        Change.IsAccepted("    rpo: 1 minute\n", "    rpo: 1 minute\n    needs: [documents, billing]\n");
    }

    [Fact]
    public void Each_cycle_is_told_once_and_what_only_waits_for_one_is_left_in_peace()
    {
        var text = Systems(("a", "b"), ("b", "c"), ("c", "b"), ("d", "e"), ("e", "d"), ("f", "d, g"), ("g", ""));
        var cycles = PlanReader.Read(text, Change.File).Problems.Where(p => p.Id == "dependency-cycle");
        Assert.Equal(["b -> c -> b", "d -> e -> d"], cycles.Select(c => c.Message.Split(": ")[1]));
    }

    [Fact]
    public void A_chain_of_thousands_of_systems_is_followed_to_its_end()
    {
        var chain = Enumerable.Range(0, 20_000).Select(i => ($"s{i}", $"s{(i + 1) % 20_000}")).ToArray();
        Assert.Single(PlanReader.Read(Systems(chain), Change.File).Problems, p => p.Id == "dependency-cycle");
    }

    [Theory]
    [InlineData("ports: { booking: 38480, database: 35480 }", "§ports: { booking: 38480 }", "lacks a port that the host has: \"database\"")]
    [InlineData("ports: { booking: 38480, database: 35480 }", "ports: { booking: 38480, database: 35480, §web: 1 }", "has a port that the host lacks: \"web\"")]
    [InlineData("drill: { folder: ../colo/drill, ports: { booking: 38480, database: 35480 } }", "§drill: { folder: ../colo/drill }", "\"booking\" and \"database\"")]
    public void A_drill_needs_the_ports_of_the_real_host(string from, string to, string words) =>
        Change.IsRefused(from, to, "drill-ports-differ", words);

    [Theory]
    [InlineData("booking: 38480", "booking: §28480")]
    [InlineData("booking: 38480", "booking: §25480")]
    public void A_drill_must_not_meet_the_real_service(string from, string to) => Change.IsRefused(from, to, "drill-port-is-real", "real port");

    [Theory]
    [InlineData("../colo/server")]
    [InlineData("./../colo//server/")]
    public void A_drill_must_not_restore_over_the_real_data(string folder) =>
        Change.IsRefused("../colo/drill", $"§{folder}", "drill-folder-is-real", "folder of the real data");

    [Fact]
    public void A_system_with_no_step_is_never_recovered() => Change.IsRefused(
        "recover:\n      - restore: records\n      - check: { sql: \"select max(booked_at) > :disaster - :rpo from appointments\", expect: true }\n",
        "recover: §[]\n", "no-value", "is empty");

    [Fact]
    public void A_system_restores_itself_and_no_other()
    {
        var problem = Change.IsRefused("restore: booking", "restore: §records", "restore-of-another", "restores \"records\", and this is system \"booking\"");
        Assert.Contains("needs", problem.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_can_not_stand_twice()
    {
        Change.IsRefused("      - restore: documents\n", "      - restore: documents\n      - restore: §documents\n", "repeated-step", "\"restore\"");
        Change.IsRefused("      - restore: documents\n", "      - service: { name: a, command: b }\n      - service: §{ name: a, command: b }\n", "repeated-step", "\"service a\"");
        Change.IsAccepted("      - restore: documents\n", "      - restore: documents\n      - run: a\n      - run: a\n");
    }

    [Theory]
    [InlineData("- check: { files: documents, at least: 2000 }", "- check: { sql: §select 1, expect: 1 }", "keeps files")]
    [InlineData("appointments\", expect: true }", "appointments\", database: §records, expect: true }", "names a database inside SQLite")]
    public void A_question_in_sql_needs_a_database_to_ask(string from, string to, string words) => Change.IsRefused(from, to, "no-database", words);

    private static string Systems(params (string Name, string Needs)[] systems) =>
        "systems:\n" + string.Concat(systems.Select(s => $"  {s.Name}: {{ needs: [{s.Needs}] }}\n"));
}
