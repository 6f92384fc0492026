using Xunit;

namespace Holdfast.Tests.Recovery.Plans.Rules;

public class ObjectiveRulesTests
{
    [Theory]
    [InlineData("rto-beyond-mtpd", "mtpd: 8 hours", "mtpd: §9 minutes", "system \"booking\", without which it can't go on, is promised after 10 minutes")]
    [InlineData("process-rto-beyond-mtpd", "rto: 3 days }", "rto: §3 days, mtpd: 2 days }", "within 3 days, and tolerates no more than 2 days")]
    [InlineData("process-rto-not-reachable", "rto: 3 days }", "rto: §59 minutes }", "within 59 minutes, and system \"billing\", without which it can't go on, only after 1 hour")]
    [InlineData("needs-slower-system", "    rto: 10 minutes\n    rpo: 1 hour\n    needs: [records]", "    rto: 4 minutes\n    rpo: 1 hour\n    needs: [§records]", "\"records\", which may take 5 minutes")]
    [InlineData("rpo-without-margin", "every: 5 seconds", "every: §31 seconds", "every 31 seconds, more than half of its RPO of 1 minute")]
    [InlineData("rpo-not-reachable", "every: 1 hour", "every: §day at 02:00 Europe/Berlin", "is backed up every day at 02:00 Europe/Berlin, so up to 25 hours apart, and its RPO is 1 day")]
    [InlineData("rpo-not-reachable", "every: 1 hour", "every: §weekday at 22:30 UTC", "every weekday at 22:30 UTC, so up to 3 days apart, and its RPO is 1 day")]
    [InlineData("rpo-not-reachable", "every: 1 hour", "every: §day at 02:00 UTC, jitter: 5 minutes", "every day at 02:00 UTC and up to 5 minutes later, so up to 24.1 hours apart, and its RPO is 1 day")]
    [InlineData("rpo-not-reachable", "every: 1 hour", "every: 14 hours, not between: §08:00 and 19:00 UTC", "every 14 hours, not between 08:00 and 19:00 UTC, so up to 25 hours apart")]
    [InlineData("rpo-not-reachable", "every: 10 minutes", "every: 10 minutes\n      not between: §08:00 and 18:00 UTC", "so up to 10.2 hours apart, and its RPO is 15 minutes")]
    [InlineData("rpo-without-margin", "every: 1 hour", "every: §day at 02:00 UTC", "every day at 02:00 UTC, so up to 24 hours apart, more than half of its RPO of 1 day")]
    [InlineData("unknown-time-zone", "every: 1 hour", "every: §day at 02:00 Europe/Berln", "does not know the time zone \"Europe/Berln\", and takes UTC instead")]
    [InlineData("unknown-time-zone", "currency: USD", "time zone: §Mars/Olympus", "does not know the time zone \"Mars/Olympus\"")]
    [InlineData("unknown-time-zone", "every: 1 hour", "every: 1 hour, not between: §08:00 and 18:00 Europe/Pariss", "\"Europe/Pariss\"")]
    [InlineData("no-mtpd", "  see patients: { needs: [records, booking], mtpd: 8 hours,", "  §see patients: { needs: [records, booking],", "process \"see patients\"")]
    [InlineData("no-cost", "Paper charts from the day sheet., costs: 1200 an hour", "Paper charts from the day sheet.", "process \"see patients\"", "  see patients")]
    [InlineData("process-needs-nothing", "  send invoices: { needs: [billing]", "  §send invoices: { needs: []", "process \"send invoices\"")]
    [InlineData("system-serves-nothing", "needs: [billing], rto: 3 days", "needs: [records], rto: 3 days", "no process needs system \"billing\"", "  billing:")]
    public void An_objective_that_can_not_be_right_is_found(string id, string from, string to, string words, string? at = null) =>
        Unwise.IsFoundIn(ExamplePlans.HarborDental, from, to, id, words, at);

    [Theory]
    [InlineData("needs-lower-tier", "    rto: 5 minutes\n    rpo: 1 minute\n", "    tier: ordinary\n    rto: 5 minutes\n    rpo: 1 minute\n", "is mission critical and needs \"records\", which is only ordinary", "records]\n    needs services")]
    [InlineData("rto-below-transfer-floor", "    size: 2 GB", "    size: 900 GB", "900 GB over 1.6 Gbit/s (host colo-server, from \"vault\") take at least 1.3 hours", "5 minutes\n    rpo: 1 minute")]
    [InlineData("rto-below-transfer-floor", "    size: 2 GB", "    size: 61 GB", "take at least 5.1 minutes", "5 minutes\n    rpo: 1 minute")]
    [InlineData("growth-breaks-rto", "grows: 100 MB a month", "grows: §10 GB a month", "from 2026-08-")]
    [InlineData("rpo-needs-lag", "lag: 1 day", "lag: §25 hours", "may be 25 hours behind, and the RPO is 1 day")]
    [InlineData("no-minimum-service", "    minimum service: 50 %\n    minimum service within: 2 hours\n", "", "process \"see patients\"", "  see patients:")]
    [InlineData("drill-waits-for-people", "        in a drill: skip\n        because: the front desk is with patients\n", "", "because it would wait for people: \"documents/task", "{ scenario: office fire, every: 1 month")]
    [InlineData("objective-missing", "    tier: mission critical\n    rto: 10 minutes\n", "    tier: §mission critical\n", "its RTO of 1 hour and its RPO of 15 minutes are those of the tier")]
    public void So_is_one_in_a_plan_that_says_more(string id, string from, string to, string words, string? at = null) =>
        Unwise.IsFoundIn(ExamplePlans.Reference, from, to, id, words, at);

    [Fact]
    public void What_is_just_enough_is_fine()
    {
        Unwise.IsFine("mtpd: 8 hours", "mtpd: 10 minutes", "rto-beyond-mtpd");
        Unwise.IsFine("rto: 3 days }", "rto: 3 days, mtpd: 3 days }", "process-rto-beyond-mtpd");
        Unwise.IsFine("rto: 3 days }", "rto: 1 hour }", "process-rto-not-reachable");
        Unwise.IsFine("    rto: 10 minutes\n", "    rto: 5 minutes\n", "needs-slower-system");
        Unwise.IsFineInReference("    size: 2 GB", "    size: 60 GB", "rto-below-transfer-floor");
        Unwise.IsFineInReference("grows: 100 MB a month", "grows: 4 GB a month", "growth-breaks-rto");
        Unwise.IsFineInReference("lag: 1 day", "lag: 24 hours", "rpo-needs-lag");
    }

    [Fact]
    public void Work_recovery_and_the_whole_chain_of_needs_count()
    {
        var slow = Change.Apply("    rto: 5 minutes\n    rpo: 1 minute\n", "    rto: 5 minutes\n    rpo: 1 minute\n    work recovery: 9 hours\n");
        var late = Assert.Single(Unwise.Of("rto-beyond-mtpd", slow.Replace("needs: [records, booking], mtpd", "needs: [booking], mtpd", StringComparison.Ordinal)));
        Assert.Contains("\"records\", without which it can't go on, is promised after 9.1 hours: RTO 5 minutes and 9 hours of work recovery", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_process_waits_for_longest_counts()
    {
        Unwise.IsFound("mtpd: 8 hours", "mtpd: 8 hours, rto: §9 minutes", "process-rto-not-reachable", "system \"booking\"");
        Unwise.IsFine("needs: [billing], rto: 3 days", "needs: [], rto: 1 minute, mtpd: 1 minute", "rto-beyond-mtpd");
        Unwise.IsFine("needs: [billing], rto: 3 days", "needs: [], rto: 1 minute, mtpd: 1 minute", "process-rto-not-reachable");
    }

    [Theory]
    [InlineData("mission critical", "", "RTO of 1 hour and its RPO of 15 minutes are those of the tier")]
    [InlineData("mission critical", "    rto: 1 hour\n", "its RPO of 15 minutes is that of the tier")]
    [InlineData("mission critical", "    rpo: 15 minutes\n", "its RTO of 1 hour is that of the tier")]
    [InlineData("mission critical", "    rto: 1 hour\n    rpo: 15 minutes\n", null)]
    [InlineData("important", "", null)]
    public void Objectives_of_what_matters_most_are_its_own(string tier, string own, string? words) =>
        Unwise.IsFoundOrFine(ExamplePlans.HarborDental, "    rto: 8 hours\n    rpo: 1 day\n", $"    tier: {tier}\n{own}", "objective-missing", words);

    [Fact]
    public void A_system_serves_over_any_chain_and_a_workaround_too()
    {
        const string Id = "system-serves-nothing";
        Assert.Equal(["documents"], Unwise.Of(Id, ExamplePlans.Reference).Select(f => f.Message.Split('"')[1]));
        var chain = Change.Apply("    rto: 8 hours\n", "    rto: 8 hours\n    needs: [booking]\n").Replace("needs: [records, booking], mtpd", "needs: [documents], mtpd", StringComparison.Ordinal);
        Assert.Empty(Unwise.Of(Id, chain));
        Assert.Equal(["records", "booking", "documents"], Unwise.Of(Id, chain.Replace("needs: [documents], mtpd", "needs: [billing], mtpd", StringComparison.Ordinal)).Select(f => f.Message.Split('"')[1]));
    }

    [Fact]
    public void A_plan_without_processes_is_told_so_once()
    {
        var from = ExamplePlans.HarborDental.IndexOf("processes:", StringComparison.Ordinal);
        var to = ExamplePlans.HarborDental.IndexOf("scenarios:", StringComparison.Ordinal);
        var without = ExamplePlans.HarborDental.Remove(from, to - from);
        Assert.Single(Unwise.Of("no-processes", without));
        Assert.Empty(Unwise.Of("system-serves-nothing", without));
        Assert.Empty(Unwise.Of("no-processes", ExamplePlans.HarborDental));
    }

    [Fact]
    public void A_finding_says_which_clause_asks_for_it() =>
        Assert.Equal("NIST SP 800-34r1", Unwise.IsFound("mtpd: 8 hours", "mtpd: §9 minutes", "rto-beyond-mtpd").Clause);
}
