using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Sources;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans.Rules;

/// <summary>What a recovery needs and the disaster takes, and steps that do not do what they are for.</summary>
public class RecoveryRulesTests
{
    private const string Colo = "      - check: { http: \"http://127.0.0.1:{port booking}/book\" }\n";

    [Theory]
    [InlineData("recovery-host-shares-domain", "  billing:\n    rto: 1 hour\n    rpo: 15 minutes\n    runs on: office-server", "  billing:\n    rto: 1 hour\n    rpo: 15 minutes\n    runs on: third", "lost together with \"third\" when \"building colo\" is", "colo-server\n    protect:\n      postgresql")]
    [InlineData("recovery-host-too-small", "    restores: 200 MB/s", "    restores: 200 MB/s\n    memory: 32 GB", "in scenario \"office fire\" host \"colo-server\" is to hold what runs with 64 GB of memory on 32 GB", "  colo-server:\n    site: colo")]
    [InlineData("recovery-host-too-small", "    restores: 200 MB/s", "    restores: 200 MB/s\n    disk: 1 GB", "2 GB of data on 1 GB of disk", "  colo-server:\n    site: colo")]
    [InlineData("recovery-host-too-small", "    restores: 200 MB/s", "    restores: 200 MB/s\n    cores: 4", "what runs on 8 cores on 4", "  colo-server:\n    site: colo")]
    [InlineData("witness-inside", "witness: { dns: epoch.harbor.example, server: 10.30.0.53 }", "witness: { file: epoch, on: §office-server }", "which scenario \"office fire\" takes together with 5 systems")]
    [InlineData("dns-inside", "    kind: telephony\n", "    kind: dns\n", "takes \"telephones\", the name server, and system \"booking\"", "  booking:\n    tier")]
    [InlineData("service-lost", "loses: [building office]", "loses: [building office, provider acme-pay]", "it is promised back within 4 hours", "  office fire: {")]
    [InlineData("service-without-promise", " promised: 4 hours,", "", "\"payment gateway\"", "  payment gateway: {")]
    [InlineData("not-repeatable", "        repeatable: true\n", "        repeatable: false\n", "the RTO is 1 hour", "run: [psql")]
    [InlineData("task-without-time", ", takes: 10 minutes }", " }", "\"task 1\"", "task: {")]
    [InlineData("manual-work-exceeds-rto", "        takes: 2 minutes\n", "        takes: 10 minutes\n", "\"booking\" back take 11.2 minutes by the plan's word", "10 minutes\n    needs: [records]")]
    [InlineData("skipped-in-drill", "        in a drill: { run: [certificates, check], as: root }\n", "        in a drill: skip\n        because: there is one certificate\n", "\"provision 1\"", "provision: {")]
    [InlineData("no-data-check", "      - check: { sql: \"select count(*) > 0 from patients\", expect: true }", "      - check: { files: data, at least: 1 }", "\"records\" looks at its data", "- restore: records")]
    [InlineData("no-drill-place", "recovers on: colo-server\n    protect: nothing", "recovers on: third\n    protect: nothing", "system \"telephones\" recovers on host \"third\"", "  third: {")]
    [InlineData("check-too-weak", "- check: { run: [telephones, status] }", "- §check: { http: \"http://127.0.0.1/status\" }", "of system \"telephones\" is content with any answer")]
    [InlineData("drill-touches-production", "- check: { run: [telephones, status] }", "- §check: { http: \"http://127.0.0.1:18480/\", contains: ok }", "its step \"check 1\" asks port 18480, which is port booking of host office-server")]
    [InlineData("no-drill-place", "    drill: { folder: ../colo/drill, ports: { booking: 38480, database: 35480 } }\n", "", "5 systems recover on host \"colo-server\"", "  colo-server:\n    site")]
    public void A_recovery_that_fails_on_the_day_is_found(string id, string from, string to, string words, string? at = null)
    {
        var plan = ExamplePlans.Reference.Replace("hosts:\n", "hosts:\n  third: { site: colo, ports: { booking: 1, database: 2 } }\n", StringComparison.Ordinal)
            .Replace("[credentials office-domain, repository nas]", "[repository nas]", StringComparison.Ordinal);
        Unwise.IsFoundIn(plan, from, to, id, words, at);
    }

    [Theory]
    [InlineData("check-proves-nothing", "- check: { files: documents, at least: 2000 }", "- §check: { run: \"true\" }", "passes with nothing there")]
    [InlineData("check-proves-nothing", "select max(booked_at) > :disaster - :rpo from appointments", "select 1", "system \"records\" passes with nothing there", "check: { sql: \"select 1\"")]
    [InlineData("never-restored", "      - restore: documents\n", "", "system \"documents\" is protected, and no step of its recovery restores it", "- check: { files: documents")]
    [InlineData("unprotected-data", "    protect: { files: documents, every: 1 hour, to: [vault] }\n    recover:\n      - restore: documents\n", "    size: 858 TB\n    protect: §nothing\n    because: it is too large\n    recover:\n", "and it holds 858 TB")]
    [InlineData("standby-on-own-host", "    rto: 8 hours\n", "    standby: { kind: hot, §on: office-server }\n    rto: 8 hours\n", "the hot standby of system \"documents\" is on the host that the system runs on", "standby: {")]
    public void A_recovery_that_would_pass_without_having_brought_anything_back_is_found(string id, string from, string to, string words, string? at = null) =>
        Unwise.IsFoundIn(ExamplePlans.HarborDental, from, at is null ? to : to.Replace("§", "", StringComparison.Ordinal), id, words, at);

    [Fact]
    public void What_is_restored_or_stands_by_elsewhere_is_fine()
    {
        const string Hot = "    standby: { kind: hot, on: colo-server }\n    rto: 8 hours\n";
        Unwise.IsFine("    rto: 8 hours\n", Hot, "standby-on-own-host");
        Unwise.IsFine("    rto: 8 hours\n", Hot, "never-restored");
        var found = Assert.Single(Unwise.Of("never-restored", Change.Apply("      - restore: documents\n", "", Change.Apply("    rto: 8 hours\n", Hot))));
        Assert.Equal(Severity.Warning, found.Severity);
    }

    [Theory]
    [InlineData("/etc", true)]
    [InlineData("/var/lib/", true)]
    [InlineData("/usr/local/..", true)]
    [InlineData("/srv", false)]
    [InlineData("/home", false)]
    [InlineData("/etc/app", false)]
    [InlineData("etc", false)]
    public void A_restore_over_the_operating_system_is_found_and_its_system_cannot_be_recovered(string folder, bool isFound)
    {
        var text = Change.Apply("protect: { files: documents,", $"protect: {{ files: {folder},");
        var plan = ExamplePlans.Read(text);

        Assert.Equal(isFound, Unwise.Of("restored-over-system", text).Any());
        Assert.Equal(isFound, Loss.Of(plan, plan.Scenarios[0]).Unrecoverable.TryGetValue("documents", out var why) && why.Contains("where the operating system lives", StringComparison.Ordinal));
    }

    [Fact]
    public void A_host_refuses_what_a_plan_is_told_that_it_refuses() =>
        Assert.Equal(RestoreTarget.System.Order(StringComparer.Ordinal), SystemFolders.Never.Order(StringComparer.Ordinal));

    [Fact]
    public void What_is_there_and_large_enough_is_fine()
    {
        Unwise.IsFineInReference("    restores: 200 MB/s", "    restores: 200 MB/s\n    memory: 64 GB\n    cores: 8\n    disk: 2 GB", "recovery-host-too-small");
        Unwise.IsFineInReference("witness: { dns: epoch.harbor.example, server: 10.30.0.53 }", "witness: { file: epoch, on: far-server }", "witness-inside");
        Unwise.IsFineInReference("    kind: telephony\n", "", "dns-inside");
        Unwise.IsFine("rto: 3 days }", "rto: 3 days }", "recovery-host-shares-domain");
        Unwise.IsFineInReference("        takes: 2 minutes\n", "        takes: 8 minutes\n", "manual-work-exceeds-rto");
    }

    [Fact]
    public void All_that_arrives_at_a_host_counts_together_and_each_host_that_it_leaves_once()
    {
        const string Id = "recovery-host-too-small";
        const string Large = "    restores: 200 MB/s";
        var two = Change.Apply("hosts:\n", "hosts:\n  second: { site: office, ports: { booking: 1, database: 2 }, cores: 8, memory: 64 GB }\n", ExamplePlans.Reference)
            .Replace("  billing:\n    rto: 1 hour\n    rpo: 15 minutes\n    runs on: office-server", "  billing:\n    size: 3 GB\n    rto: 1 hour\n    rpo: 15 minutes\n    runs on: second", StringComparison.Ordinal)
            .Replace("[credentials office-domain, repository nas]", "[repository nas]", StringComparison.Ordinal);
        Unwise.IsFoundOrFine(two, Large, Large + "\n    disk: 5 GB\n    memory: 128 GB\n    cores: 16", Id, null);
        Unwise.IsFoundOrFine(two, Large, Large + "\n    disk: 4 GB", Id, "5 GB of data on 4 GB of disk");
        Unwise.IsFoundOrFine(two, Large, Large + "\n    memory: 127 GB", Id, "what runs with 128 GB of memory on 127 GB");
        Unwise.IsFoundOrFine(two, Large, Large + "\n    cores: 15", Id, "what runs on 16 cores on 15");
    }

    [Fact]
    public void A_witness_is_inside_what_takes_its_host_with_others()
    {
        const string Dns = "witness: { dns: epoch.harbor.example, server: 10.30.0.53 }";
        var more = Change.Apply("hosts:\n", "hosts:\n  desk: { site: office, ports: { booking: 1, database: 2 } }\n", ExamplePlans.Reference);
        Unwise.IsFoundOrFine(more, Dns, "witness: { file: epoch, on: desk }", "witness-inside", "scenario \"office fire\" takes together with 5 systems");
        var one = more.Replace("    tier: important\n    kind: telephony\n    runs on: office-server", "    tier: important\n    kind: telephony\n    runs on: desk", StringComparison.Ordinal)
            .Replace("[building office]", "[host desk]", StringComparison.Ordinal);
        Unwise.IsFoundOrFine(one, Dns, "witness: { file: epoch, on: desk }", "witness-inside", "scenario \"office fire\" takes together with a system: ");
    }

    [Fact]
    public void What_a_scenario_takes_of_others_is_missed_where_it_is_needed_and_not_for_the_recovery()
    {
        const string Id = "service-lost";
        var lost = Change.Apply("loses: [building office]", "loses: [building office, provider acme-pay]", ExamplePlans.Reference)
            .Replace("services:\n  payment", "services:\n  licences: { promised: 1 hour }\n  payment", StringComparison.Ordinal)
            .Replace("needs services: [payment gateway]\n    needs people: [recovery lead]", "needs services: [licences, payment gateway]\n    needs people: [recovery lead]", StringComparison.Ordinal);
        Assert.Contains("which system \"booking\" can't operate without; it is promised back within 4 hours", Assert.Single(Unwise.Of(Id, lost)).Message, StringComparison.Ordinal);
        Assert.EndsWith("; nobody promises when it is back", Assert.Single(Unwise.Of(Id, Change.Apply(" promised: 4 hours,", "", lost))).Message, StringComparison.Ordinal);
        Assert.Empty(Unwise.Of(Id, Change.Apply("needed to recover: false", "needed to recover: true", lost)));
    }

    [Theory]
    [InlineData("database", "files: documents", "{ files: documents, at least: 1 }", true)]
    [InlineData("application", "sqlite: data/d.db", "{ files: documents, at least: 1 }", true)]
    [InlineData("application", "postgresql: { cluster: c, port: 5432, user: u }", "{ files: documents, at least: 1 }", true)]
    [InlineData("application", "files: documents", "{ files: documents, at least: 1 }", false)]
    [InlineData("database", "sqlite: data/d.db", "{ http: \"http://127.0.0.1/\" }", true)]
    [InlineData("database", "sqlite: data/d.db", "{ http: \"http://127.0.0.1/\", contains: ok }", false)]
    [InlineData("database", "sqlite: data/d.db", "{ http: \"http://127.0.0.1/\", method: POST }", false)]
    [InlineData("database", "sqlite: data/d.db", "{ run: [look] }", false)]
    [InlineData("database", "sqlite: data/d.db", null, false)] // Without any check other rules speak.
    public void A_database_is_looked_into(string kind, string data, string? check, bool found)
    {
        var plan = Change.Apply("    rto: 8 hours\n", $"    kind: {kind}\n    rto: 8 hours\n")
            .Replace("protect: { files: documents,", $"protect: {{ {data},", StringComparison.Ordinal)
            .Replace("      - check: { files: documents, at least: 2000 }\n      - check: { run: [test, -r, documents/index], as: harbor }\n", check is null ? "" : $"      - check: {check}\n", StringComparison.Ordinal);
        Assert.Equal(found ? 1 : 0, Unwise.Of("no-data-check", plan).Count());
    }

    [Fact]
    public void The_last_check_must_be_able_to_fail()
    {
        Assert.Single(Unwise.Of("check-too-weak", ExamplePlans.Reference));
        Unwise.IsFineInReference(Colo, Colo.Replace("/book\" }", "/book\", contains: confirmed }", StringComparison.Ordinal), "check-too-weak");
    }

    [Fact]
    public void A_mission_critical_system_that_one_loss_takes_for_good_is_found_without_a_scenario()
    {
        const string Id = "single-loss-unrecoverable";
        Assert.Empty(Unwise.Of(Id, ExamplePlans.Reference));
        var oneCopy = Unwise.IsFoundInReference("every: 15 minutes, to: [nas, vault]", "every: 15 minutes, to: [nas]", Id, "every repository that holds it (nas) is lost too", "  booking:\n    tier");
        Assert.Contains("\"building office\"", oneCopy.Message, StringComparison.Ordinal);
        Assert.Contains("\"host office-server\"", oneCopy.Message, StringComparison.Ordinal);

        // Over a chain of needs, too.
        Unwise.IsFoundInReference("to: [nas, vault, shelf]", "to: [nas]", Id, "it needs records, which cannot be recovered", "  booking:\n    tier");
    }

    [Fact]
    public void A_recovery_host_that_is_lost_too_is_worse_for_what_matters_most()
    {
        var found = Unwise.Of("recovery-host-shares-domain", ExamplePlans.Reference.Replace("building colo, provider northstar", "building office", StringComparison.Ordinal));
        Assert.Equal(Severity.Error, found.Single(f => f.Message.Contains("\"booking\"", StringComparison.Ordinal)).Severity);
        Assert.Equal(Severity.Warning, found.Single(f => f.Message.Contains("\"records\"", StringComparison.Ordinal)).Severity);
    }
}
