using Holdfast.Recovery.Plans.Rules;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans.Rules;

public class CopyRulesTests
{
    private const string Documents = "protect: { files: documents, every: day at 12:30 and 22:30, jitter: 10 minutes, not between: 08:00 and 12:00, to: [vault] }";

    [Theory]
    [InlineData("too-few-copies", "every: 5 seconds, to: [nas, vault]", "every: 5 seconds, to: §[vault]", "2 copies, not 3")]
    [InlineData("key-beside-copy", "\"file:../kit/nas.key\"", "§\"file:nas/../nas/keys/nas.key\"", "repository \"nas\"")]
    [InlineData("key-only-on-lost-host", "office-server: { site: office, folder: .,", "office-server: { site: office, folder: ../kit,", "the folder of host \"office-server\"", "\"file:../kit/nas.key\" }")]
    public void A_weak_copy_is_found(string id, string from, string to, string words, string? at = null) =>
        Unwise.IsFoundIn(ExamplePlans.HarborDental, from, to, id, words, at);

    [Theory]
    [InlineData("copies-share-domain", "every: 15 minutes, to: [nas, vault]", "every: 15 minutes, to: §[vault, shelf]", "\"vault\" and \"shelf\" share \"building colo\"")]
    [InlineData("immutability-too-short", "immutable: 30 days", "immutable: §13 days", "for 13 days")]
    [InlineData("retention-too-short", "keep: { last: 10, hourly: 24, daily: 14, weekly: 8, monthly: 12, yearly: 10, within: 30 days }", "§keep: { last: 10, hourly: 24, weekly: 4 }", "reach back 28 days")]
    [InlineData("no-retention", "      keep: { last: 10, hourly: 24, daily: 14, weekly: 8, monthly: 12, yearly: 10, within: 30 days }\n", "", "\"records\"", "    protect:\n      sqlite")]
    [InlineData("never-verified-often", "verify every: 1 week", "verify every: §2 months", "every 2 months")]
    [InlineData("replica-is-no-backup", "    protect: nothing\n    because: the provider keeps the settings\n", "    standby: §warm\n", "has only a warm standby")]
    public void So_is_one_in_a_plan_that_says_more(string id, string from, string to, string words, string? at = null) =>
        Unwise.IsFoundIn(ExamplePlans.Reference, from, to, id, words, at);

    [Fact]
    public void A_repository_that_several_hosts_write_into_is_found()
    {
        var finding = Assert.Single(Unwise.Of("hosts-share-repository", Shared(second: "office-two")));
        Assert.Contains("\"office\" and \"office-two\" write into repository \"vault\"", finding.Message, StringComparison.Ordinal);
        Assert.Empty(Unwise.Of("hosts-share-repository", Shared(second: "office")));
    }

    private static string Shared(string second) => $$"""
        organization: Shared
        sites: { here: { fails with: [building here] }, there: { fails with: [building there] } }
        hosts: { office: { site: here, folder: a }, office-two: { site: here, folder: b } }
        repositories: { vault: { at: vault, site: there, key: env:KEY } }
        systems:
          one: { rto: 1 hour, rpo: 1 hour, runs on: office, protect: { files: d, every: 1 hour, to: [vault] } }
          two: { rto: 1 hour, rpo: 1 hour, runs on: {{second}}, protect: { files: d, every: 1 hour, to: [vault] } }

        """;

    [Fact]
    public void What_is_enough_is_fine()
    {
        Unwise.IsFineInReference(Documents, "protect: { files: documents, every: 1 hour, to: [nas, shelf] }", "too-few-copies");
        Unwise.IsFineInReference("immutable: 30 days", "immutable: 2 weeks", "immutability-too-short");
        Unwise.IsFineInReference("keep: { last: 10, hourly: 24, daily: 14, weekly: 8, monthly: 12, yearly: 10, within: 30 days }", "keep: { monthly: 1 }", "retention-too-short");
        Unwise.IsFineInReference(Documents, "protect: { files: documents, every: 1 hour, to: [nas, shelf] }", "copies-share-domain");
        Unwise.IsFineInReference(Documents, Documents, "replica-is-no-backup");
        Assert.Empty(Unwise.Of("copies-share-domain", ExamplePlans.Reference)); // The documents have one copy, which is another rule's matter.
    }

    [Theory]
    [InlineData("key-beside-copy", "nas: { at: nas,", "nas: { at: ../kit,", "repository \"nas\"")]
    [InlineData("key-beside-copy", "vault: { at: ../colo/vault,", "vault: { at: .,", null)] // Its key is in the environment.
    [InlineData("key-only-on-lost-host", "folder: .,", "folder: ..,", "repository \"nas\"")]
    [InlineData("key-only-on-lost-host", "\"file:../kit/nas.key\"", "\"file:kit/nas.key\"", "repository \"nas\"")] // The folder of the plan is the host's.
    [InlineData("password-only-on-lost-host", "\"file:../kit/database.password\"", "\"file:kit/database.password\"", "system \"billing\"")]
    [InlineData("password-only-on-lost-host", "\"file:../kit/database.password\"", "env:DATABASE_PASSWORD", null)]
    [InlineData("keys-lost-too", "\"file:../kit/database.password\"", "\"file:kit/database.password\"", "system \"billing\" can't be brought back after \"office fire\": the password of its database (file:kit/database.password) is in the folder of host office-server, which is lost too")]
    [InlineData("keys-lost-too", "\"file:../kit/nas.key\"", "\"file:kit/nas.key\"", null)] // The key of the vault is elsewhere.
    [InlineData("keys-lost-too", "key: env:VAULT_KEY", "key: \"file:../colo/server/vault.key\"", null)] // That host is left.
    [InlineData("key-only-on-lost-host", "office-server: { site: office, folder: .,", "office-server: { site: office, ssh: root@10.0.0.1, folder: ../kit,", null)] // That is on another machine.
    public void A_key_is_looked_for_where_it_is(string id, string from, string to, string? words) =>
        Unwise.IsFoundOrFine(ExamplePlans.HarborDental, from, to, id, words);

    [Theory]
    [InlineData("[nas, shelf]", "", null)]
    [InlineData("[nas, vault]", "", null)]
    [InlineData("[vault, shelf]", "", "\"vault\" and \"shelf\" share \"building colo\"")]
    [InlineData("[nas, vault, shelf]", ", fails with: [power office]", null)]
    [InlineData("[vault, shelf, third]", "", "\"vault\", \"shelf\" and \"third\" share \"building colo\"")]
    [InlineData("[nas, shelf, third]", ", fails with: [power office]", "\"nas\" and \"shelf\" share \"power office\"; \"nas\" and \"third\" share \"rack office\"; \"shelf\" and \"third\" share \"building colo\"")]
    public void Copies_are_apart_when_two_of_them_are(string to, string shelf, string? shared)
    {
        var plan = ExamplePlans.Reference.Replace("offline: true,", "offline: true" + shelf + ",", StringComparison.Ordinal)
            .Replace("repositories:\n", "repositories:\n  third: { at: /third, site: colo, key: env:THIRD_KEY, fails with: [rack office] }\n", StringComparison.Ordinal);
        Unwise.IsFoundOrFine(plan, "every: 15 minutes, to: [nas, vault]", $"every: 15 minutes, to: {to}", "copies-share-domain", shared is null ? null : $"are apart from each other: {shared}");
    }

    [Fact]
    public void A_copy_read_back_monthly_is_read_back_often() =>
        Assert.DoesNotContain(Unwise.Of("never-verified-often", Change.Apply("verify every: 1 week", "verify every: 1 month", ExamplePlans.Reference)), f => f.Message.Contains("records", StringComparison.Ordinal));

    [Fact]
    public void Repositories_on_one_medium_are_found_and_on_two_are_not()
    {
        Assert.Single(Unwise.Of("one-medium", ExamplePlans.HarborDental));
        Unwise.IsFine("nas: { at: nas,", "nas: { medium: tape, at: nas,", "one-medium");
    }

    [Fact]
    public void A_copy_that_nobody_can_delete_is_asked_for_and_more_loudly_where_much_depends_on_it()
    {
        const string Id = "no-offline-or-immutable";
        Assert.Equal(4, Unwise.Of(Id, ExamplePlans.HarborDental).Count(f => f.Severity == Severity.Warning));
        Unwise.IsFine("vault: {", "vault: { offline: true,", Id);
        var booking = Unwise.IsFoundInReference("every: 15 minutes, to: [nas, vault]", "every: 15 minutes, to: §[nas]", Id, "\"booking\"");
        Assert.Equal(Severity.Error, booking.Severity);
    }

    [Fact]
    public void One_account_that_can_delete_every_copy_is_found()
    {
        const string Id = "copies-share-credentials";
        var one = ExamplePlans.HarborDental.Replace("site: office, key", "site: office, fails with: [account acme], key", StringComparison.Ordinal)
            .Replace("site: colo, key", "site: colo, fails with: [account acme], key", StringComparison.Ordinal);
        Assert.Contains("\"account acme\" can delete every copy of system \"records\": \"nas\" and \"vault\"", Unwise.Of(Id, one).First().Message, StringComparison.Ordinal);
        Assert.Equal(["documents"], Unwise.Of(Id, one.Replace("nas, site: office, fails with: [account acme]", "nas, site: office", StringComparison.Ordinal)).Select(f => f.Message.Split('"')[3]));
        Assert.Equal(["documents"], Unwise.Of(Id, one.Replace("vault, site: colo, fails with: [account acme]", "vault, site: colo", StringComparison.Ordinal)).Select(f => f.Message.Split('"')[3]).Append("documents"));
        Assert.Empty(Unwise.Of(Id, one.Replace("vault: {", "vault: { immutable: 30 days,", StringComparison.Ordinal)));
        Assert.Empty(Unwise.Of(Id, ExamplePlans.HarborDental));
    }
}
