using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Sections;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>Whom the plan tells by itself.</summary>
public sealed class AlertsTests
{
    private const string Mail = "mail: { server: mail.harbor.example, from: holdfast@harbor.example, to: [recovery lead, it@harbor.example], user: holdfast, password: \"file:/etc/holdfast/mail.key\", encrypted: true }";

    private static Alerting Alerts => ExamplePlans.Read(ExamplePlans.Reference).Alerts!;

    [Fact]
    public void People_and_roles_become_their_addresses_each_once()
    {
        Assert.Equal(["maria@harbor.example", "sam@harbor.example", "it@harbor.example"], Alerts.Mail!.To);
        var twice = Change.IsAcceptedInReference(Mail, Mail.Replace("it@harbor.example]", "sam, maria@harbor.example]", StringComparison.Ordinal));
        Assert.Equal(["maria@harbor.example", "sam@harbor.example"], twice.Alerts!.Mail!.To);
    }

    [Fact]
    public void What_may_be_a_secret_may_be_kept_elsewhere()
    {
        Assert.Equal(new HiddenUrl(null, new(KeyKind.File, "/etc/holdfast/chat.url")), Alerts.Webhooks[0].Url);
        Assert.Equal(new HiddenUrl("https://hc.harbor.example/0f1e2d3c", null), Alerts.Heartbeat);
    }

    [Theory]
    [InlineData("server: mail.harbor.example", "server: §mail.harbor.example:465", "bad-url", "port 465")]
    [InlineData("server: mail.harbor.example", "server: §\"mail harbor\"", "bad-url", "is no server")]
    [InlineData("server: mail.harbor.example", "server: §mail.harbor.example:99999", "bad-url", "is no server")]
    [InlineData("to: [recovery lead, it@harbor.example]", "to: [recovery lead, §nobody]", "unknown-person", "nobody")]
    [InlineData("to: [recovery lead, it@harbor.example]", "to: §[]", "no-value", "is empty")]
    [InlineData("encrypted: true", "encrypted: §false", "unclear-choice", "for all to read")]
    [InlineData("heartbeat: https://hc.harbor.example/0f1e2d3c", "heartbeat: §https://me:secret@hc.harbor.example/", "secret-in-plan", "holds a password")]
    [InlineData("heartbeat: https://hc.harbor.example/0f1e2d3c", "heartbeat: §ftp://hc.harbor.example/", "bad-url", "no address of the web")]
    [InlineData("heartbeat: https://hc.harbor.example/0f1e2d3c", "heartbeat: §hc.harbor.example", "bad-key-reference", "does not say where")]
    [InlineData("remind every: 1 day", "remind every: §1 minute", "bad-duration", "10 minutes")]
    [InlineData("otherwise tell: [owner@harbor.example]", "otherwise tell: §[]", "no-value", "is empty")]
    [InlineData("otherwise tell: [owner@harbor.example]", "otherwise tell: [§nobody]", "unknown-person", "nobody")]
    [InlineData("acknowledge within: 1 hour\n  otherwise", "acknowledge within: §soon\n  otherwise", "bad-duration", "soon")]
    [InlineData("shape: slack }", "shape: slack, key: §\"file:a\" }", "unclear-choice", "no use to slack")]
    [InlineData("shape: slack }", "shape: §slak }", "bad-choice", "slak")]
    [InlineData("- { url: https://ops.harbor.example/holdfast, shape: plain, key: \"file:/etc/holdfast/hook.key\" }", "- §{ url: https://ops.harbor.example/holdfast, shape: pagerduty }", "missing-key", "key")]
    [InlineData("  mail: { server: mail.harbor.example, ", "  §mail: { ", "missing-key", "server")]
    public void What_would_not_reach_anybody_is_refused(string from, string to, string id, string words) => Change.IsRefusedInReference(from, to, id, words);

    [Fact]
    public void Who_is_told_otherwise_is_told_by_mail_after_a_time()
    {
        Assert.Equal(TimeSpan.FromHours(1), Alerts.Escalation!.Within);
        Assert.Equal(["owner@harbor.example"], Alerts.Escalation.To);
        foreach (var (one, other) in new[] { ("  acknowledge within: 1 hour\n", "acknowledge within"), ("  otherwise tell: [owner@harbor.example]\n", "otherwise tell") })
        {
            var problem = Assert.Single(PlanReader.Read(ExamplePlans.Reference.Replace(one, "", StringComparison.Ordinal), Change.File).Problems);
            Assert.Equal("missing-key", problem.Id);
            Assert.Contains(other, problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_password_without_a_user_and_a_user_without_one_are_refused()
    {
        Change.IsRefusedInReference("  mail: { server: mail.harbor.example, from: holdfast@harbor.example, to: [recovery lead, it@harbor.example], user: holdfast, ", "  §mail: { server: mail.harbor.example, from: holdfast@harbor.example, to: [recovery lead, it@harbor.example], ", "missing-key", "user");
        Change.IsRefusedInReference(Mail, "§" + Mail.Replace("password: \"file:/etc/holdfast/mail.key\", ", "", StringComparison.Ordinal), "missing-key", "password");
    }

    /// <summary>One role holds two people: only where none of them has an address nobody would hear.</summary>
    [Fact]
    public void A_role_whose_people_have_no_address_is_refused()
    {
        Assert.Equal(["sam@harbor.example", "it@harbor.example"], Change.IsAcceptedInReference("email: maria@harbor.example, ", "").Alerts!.Mail!.To);
        var nobody = ExamplePlans.Reference.Replace("email: maria@harbor.example, ", "", StringComparison.Ordinal).Replace("email: sam@harbor.example, ", "", StringComparison.Ordinal);
        var problem = Assert.Single(PlanReader.Read(nobody, Change.File).Problems);
        Assert.Equal("bad-contact", problem.Id);
        Assert.Contains("no address of mail", problem.Message, StringComparison.Ordinal);
    }
}
