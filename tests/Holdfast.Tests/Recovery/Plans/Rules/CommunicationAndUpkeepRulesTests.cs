using Xunit;

namespace Holdfast.Tests.Recovery.Plans.Rules;

/// <summary>Who is told, and what keeps a plan alive.</summary>
public class CommunicationAndUpkeepRulesTests
{
    [Theory]
    [InlineData("no-acknowledgement", ", acknowledge within: 10 minutes, otherwise tell: maria }", " }", "\"recovery lead\" and \"front desk\" need not answer", "{ when: declared, tell: [recovery lead")]
    [InlineData("no-acknowledgement", "[recovery lead, front desk], by: [sms, phone], acknowledge within: 10 minutes, otherwise tell: maria }", "[insurer, front desk], by: [sms, phone] }", "\"insurer\" and \"front desk\" need not answer", "{ when: declared, tell: [insurer")]
    [InlineData("no-escalation", "acknowledge within: 10 minutes, otherwise tell: maria", "acknowledge within: §10 minutes", "are to answer within 10 minutes")]
    [InlineData("drill-too-rare", "every: 3 months, kind: full", "every: §13 months, kind: full", "only every 13 months")]
    [InlineData("review-overdue", "reviewed: 2026-02-01", "reviewed: §2025-08-31", "last reviewed on 2025-08-31, and is to be reviewed every 6 months")]
    [InlineData("open-corrective-action", "due: 2026-02-01, done: 2026-01-28 }", "due: 2026-02-28 }", "by 2026-02-28 by \"maria\" and is not", "{ do: Put the second")]
    [InlineData("risk-review-overdue", "review: 2026-09-01", "review: §2026-02-28", "on 2026-02-28")]
    [InlineData("risk-without-treatment", "treatment: reduce, by: Copies that nobody can change.,", "treatment: §reduce,", "is to reduce risk \"ransomware\" and does not say how")]
    [InlineData("scenario-missing", "loses: [credentials office-domain, repository nas]", "loses: [repository nas]", "a loss of the kind credentials: \"credentials office-domain\"", "scenarios:\n")]
    [InlineData("unused-host", "kind: cold, on: far-server,", "kind: cold, on: colo-server,", "host \"far-server\"", "  far-server: {")]
    [InlineData("unused-repository", "to: [nas, vault, shelf]", "to: [nas, vault]", "repository \"shelf\"", "  shelf: {")]
    public void What_is_not_said_or_not_kept_up_is_found(string id, string from, string to, string words, string? at = null) =>
        Unwise.IsFoundIn(ExamplePlans.Reference, from, to, id, words, at);

    [Theory]
    [InlineData("standby: none", "standby: { kind: cold, on: spare }")]
    [InlineData("    work recovery: 30 minutes\n    kind: database\n    size: 2 GB\n    grows: 100 MB a month\n    standby: none\n    when alone: stay down\n    runs on: office-server\n", "    runs on: spare\n")]
    [InlineData("    recovers on: colo-server\n    protect: nothing", "    recovers on: spare\n    protect: nothing")]
    [InlineData("on: office-server, key", "on: spare, key")]
    [InlineData("witness: { dns: epoch.harbor.example, server: 10.30.0.53 }", "witness: { file: epoch, on: spare }")]
    public void Each_use_of_a_host_is_one(string from, string to)
    {
        var plan = Change.Apply("hosts:\n", "hosts:\n  spare: { site: office, ports: { booking: 1, database: 2 } }\n", ExamplePlans.Reference);
        Assert.Contains("\"spare\"", Assert.Single(Unwise.Of("unused-host", plan)).Message, StringComparison.Ordinal);
        Assert.Empty(Unwise.Of("unused-host", Change.Apply(from, to, plan)));
    }

    [Fact]
    public void What_a_regulation_asks_of_a_plan_is_asked_of_those_that_it_binds()
    {
        const string Id = "nis2-plan-content";
        Assert.Equal(4, Unwise.Of(Id, ExamplePlans.HarborDental.Replace("declaration: 5 seconds\n", "regulations: [nis2]\n", StringComparison.Ordinal)).Count());
        Assert.Empty(Unwise.Of(Id, ExamplePlans.HarborDental));
        Assert.Empty(Unwise.Of(Id, ExamplePlans.Reference.Replace("[iso 22301, nist 800-34]", "[nis2]", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_nobody_is_told_or_practises_or_needs_is_found()
    {
        Assert.Single(Unwise.Of("nobody-told", ExamplePlans.HarborDental));
        Assert.Empty(Unwise.Of("nobody-told", ExamplePlans.Reference));
        Assert.Single(Unwise.Of("nobody-told", ExamplePlans.Reference.Replace("when: declared", "when: detected", StringComparison.Ordinal)));
        Assert.Contains("\"ransomware\"", Assert.Single(Unwise.Of("never-drilled", ExamplePlans.Reference)).Message, StringComparison.Ordinal);
        Unwise.IsFineInReference("{ scenario: office fire, every: 3 months, kind: full }", "{ scenario: office fire, every: 3 months }\n  - { scenario: ransomware, every: 1 year }", "never-drilled");
        var unneeded = ExamplePlans.Reference.Replace("    needs services: [payment gateway]\n", "", StringComparison.Ordinal);
        Assert.Single(Unwise.Of("unused-service", unneeded));
        Assert.Empty(Unwise.Of("unused-service", ExamplePlans.Reference));
    }

    [Fact]
    public void An_authority_hears_in_a_day_in_three_and_in_a_month()
    {
        const string Id = "regulator-late";
        var bound = ExamplePlans.Reference.Replace("[iso 22301, nist 800-34]", "[nis2]", StringComparison.Ordinal);
        Assert.Equal(2, Unwise.Of(Id, bound).Count());
        Assert.Equal(2, Unwise.Of(Id, bound.Replace("[data protection authority]", "[maria, data protection authority]", StringComparison.Ordinal)).Count());
        var told = bound.Replace("communication:\n", "communication:\n  - { when: declared, tell: [team], by: [email], within: 72 hours }\n  - { when: declared, tell: [team], by: [email], within: 33 days }\n", StringComparison.Ordinal);
        Assert.Empty(Unwise.Of(Id, told));
        Assert.Equal("NIS2 art. 23", Unwise.Of(Id, told.Replace("within: 72 hours", "within: 73 hours", StringComparison.Ordinal)).Single().Clause);
        Assert.Contains("final report", Unwise.Of(Id, told.Replace("within: 33 days", "within: 34 days", StringComparison.Ordinal)).Single().Message, StringComparison.Ordinal);
        Assert.Contains("early warning", Unwise.Of(Id, told.Replace("within: 24 hours", "within: 25 hours", StringComparison.Ordinal)).Single().Message, StringComparison.Ordinal);
        Assert.Empty(Unwise.Of(Id, ExamplePlans.Reference));
    }
}
