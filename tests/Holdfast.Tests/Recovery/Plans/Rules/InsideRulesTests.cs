using Xunit;

namespace Holdfast.Tests.Recovery.Plans.Rules;

/// <summary>What a recovery needs and a scenario takes: signing in, the way to tell, the plan, and what the plan does not know.</summary>
public class InsideRulesTests
{
    private const string Directory = "systems:\n  directory:\n    tier: mission critical\n    kind: identity\n    runs on: office-server\n    recovers on: colo-server\n    protect: { files: directory, every: 5 minutes, to: [nas, vault] }\n    recover:\n      - restore: directory\n      - check: { run: [sign-in, test] }\n";
    private const string Telling = "  - { when: every 4 hours, tell: everyone, by: [email, chat] }\n";

    [Fact]
    public void Somebody_who_must_sign_in_waits_for_what_signs_in()
    {
        const string Id = "identity-inside";
        Assert.Empty(Unwise.Of(Id, ExamplePlans.Reference));

        // Records has neither a person's step nor one as a user; it comes back without anybody signing in. And ransomware takes a repository only.
        var plan = ExamplePlans.Reference.Replace("[credentials office-domain, repository nas]", "[repository nas]", StringComparison.Ordinal);
        var found = Unwise.IsFoundIn(
            plan, "systems:\n", Directory, Id,
            "scenario \"office fire\" takes \"directory\", where people and programs sign in, and steps of \"booking\", \"billing\", \"documents\" and \"telephones\" are for somebody", "  office fire: {");
        Assert.Contains("add \"directory\" to what they need", found.Hint, StringComparison.Ordinal);

        // What waits for it, over a chain too, is fine; what is not lost needs nobody to sign in.
        var waiting = Change.Apply("systems:\n", Directory, plan)
            .Replace("  records:\n", "  records:\n    needs: [directory]\n", StringComparison.Ordinal)
            .Replace("  billing:\n", "  billing:\n    needs: [records]\n", StringComparison.Ordinal)
            .Replace("  documents:\n", "  documents:\n    needs: [booking]\n", StringComparison.Ordinal)
            .Replace("  telephones:\n", "  telephones:\n    needs: [directory]\n", StringComparison.Ordinal);
        Assert.Empty(Unwise.Of(Id, waiting));
        var one = Assert.Single(Unwise.Of(Id, waiting.Replace("  telephones:\n    needs: [directory]\n", "  telephones:\n", StringComparison.Ordinal)));
        Assert.Contains("steps of \"telephones\" are for somebody", one.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("telephony", "by: [phone]", null)]
    [InlineData("mail", "by: [email]", "\"front desk\" are told only by email, and scenario \"office fire\" takes what carries that: \"telephones\"")]
    [InlineData("chat", "by: [chat]", "told only by chat")]
    [InlineData("mail", "by: [email, sms]", null)]
    [InlineData("mail", "by: [email, chat]", null)]
    [InlineData("chat", "by: [email]", null)]
    [InlineData("vpn", "by: [chat]", null)]
    public void An_emergency_is_told_by_a_way_that_it_leaves(string kind, string by, string? words)
    {
        var plan = ExamplePlans.Reference.Replace("kind: telephony", $"kind: {kind}", StringComparison.Ordinal).Replace(Telling, "", StringComparison.Ordinal)
            .Replace("tell: [recovery lead, front desk], by: [sms, phone]", $"tell: [recovery lead, front desk], {by}", StringComparison.Ordinal)
            .Replace("by: [email], within: 24 hours", "by: [sms], within: 24 hours", StringComparison.Ordinal)
            .Replace("credentials office-domain, repository nas", "repository nas", StringComparison.Ordinal);
        var found = Unwise.Of("channel-inside", plan).ToList();
        Assert.Equal(words is null ? 0 : 1, found.Count);
        Assert.All(found, f => Assert.Contains(words!, f.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_mobile_phone_a_call_needs_the_telephones_and_when_all_is_over_it_may()
    {
        var plan = ExamplePlans.Reference.Replace(" mobile: +1 555 0110,", "", StringComparison.Ordinal)
            .Replace("credentials office-domain, repository nas", "repository nas", StringComparison.Ordinal);
        Assert.Empty(Unwise.Of("channel-inside", plan));
        var called = plan.Replace("by: [sms, phone]", "by: [phone]", StringComparison.Ordinal);
        Assert.Contains("told only by phone", Assert.Single(Unwise.Of("channel-inside", called)).Message, StringComparison.Ordinal);
        Assert.Empty(Unwise.Of("channel-inside", called.Replace("{ when: declared, tell: [recovery lead", "{ when: recovered, tell: [recovery lead", StringComparison.Ordinal)));

        // Everyone means all people of the plan, and somebody outside has no mobile phone that the plan knows.
        Assert.Single(Unwise.Of("channel-inside", called.Replace("tell: [recovery lead, front desk]", "tell: everyone", StringComparison.Ordinal)));
        Assert.Empty(Unwise.Of("channel-inside", called.Replace("{ name: Sam Okafor, ", "{ name: Sam Okafor, mobile: +1 555 0111, ", StringComparison.Ordinal).Replace("tell: [recovery lead, front desk]", "tell: everyone", StringComparison.Ordinal)));
    }

    [Fact]
    public void Several_channels_are_no_help_when_all_of_them_are_lost()
    {
        var both = ExamplePlans.Reference.Replace("systems:\n", Directory.Replace("directory", "post", StringComparison.Ordinal).Replace("identity", "mail", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("kind: telephony", "kind: chat", StringComparison.Ordinal).Replace("by: [email], within: 24 hours", "by: [sms], within: 24 hours", StringComparison.Ordinal)
            .Replace("credentials office-domain, repository nas", "repository nas", StringComparison.Ordinal);
        Assert.Contains("\"everyone\" are told only by email and chat, and scenario \"office fire\" takes what carries that: \"post\" and \"telephones\"", Assert.Single(Unwise.Of("channel-inside", both)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Some_repository_keeps_the_plan_whatever_happens()
    {
        const string Id = "plan-inside";
        Unwise.IsFine("loses: [power office]", "loses: [building colo]", Id);
        Unwise.IsFoundIn(ExamplePlans.HarborDental, "loses: [power office]", "loses: [building office, building colo]", Id, "scenario \"power cut\" takes every repository", "  power cut");
    }

    [Theory]
    [InlineData("https://licences.example/activate", "speaks to \"licences.example\"")]
    [InlineData("ldap://admin:secret@sso:389/dc", "speaks to \"sso\"")]
    [InlineData("http://[fd00::1]:80/", "speaks to \"fd00::1\"")]
    [InlineData("http://127.0.0.1:{port booking}/x", null)]
    [InlineData("http://localhost/x", null)]
    [InlineData("http://[::1]:80/x", null)]
    [InlineData("https://records.example/x", null)]
    [InlineData("https://colo-server/x", null)]
    [InlineData("https://Office-Server.harbor.example/x", null)]
    [InlineData("https://www.harbor.example/x", null)]
    [InlineData("ssh://10.20.0.12/x", null)]
    [InlineData("file:///etc/hosts", null)]
    public void What_a_step_speaks_to_is_in_the_plan(string address, string? words)
    {
        const string Step = "      - run: [psql, --port, \"{port database}\", --command, analyze]\n";
        var plan = Change.Apply(Step, Step.Replace("analyze", $"\"{address}\"", StringComparison.Ordinal), ExamplePlans.Reference);
        var found = Unwise.Of("depends-on-absent", plan).ToList();
        Assert.Equal(words is null ? 0 : 1, found.Count);
        Assert.All(found, f => Assert.Contains(words!, f.Message, StringComparison.Ordinal));
        Assert.All(found, f => Assert.DoesNotContain("secret", f.ToString(), StringComparison.Ordinal));
        Assert.Empty(Unwise.Of("depends-on-absent", ExamplePlans.Reference));
    }

    [Theory]
    [InlineData("http: \"http://127.0.0.1:{port booking}/book\", method: POST", "http: \"http://licences/book\", method: POST")]
    [InlineData("command: [\"{folder}/booking/run\",", "command: [\"{folder}/booking/run\", \"--from=tcp://licences:7\",")]
    [InlineData("- check: { run: [telephones, status] }", "- check: { run: [telephones, \"sip://licences\"] }")]
    public void Checks_services_and_programs_all_speak(string from, string to)
    {
        var plan = Change.Apply(from, to, ExamplePlans.Reference);
        Assert.Contains("\"licences\"", Assert.Single(Unwise.Of("depends-on-absent", plan)).Message, StringComparison.Ordinal);
        Assert.Empty(Unwise.Of("depends-on-absent", plan.Replace("services:\n", "services:\n  licences: { promised: 1 hour }\n", StringComparison.Ordinal)));
    }
}
