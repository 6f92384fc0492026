using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>Sites, links, hosts, repositories and the witness.</summary>
public class PlaceReadingTests
{
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.Reference);

    [Fact]
    public void A_link_joins_two_sites_in_either_order()
    {
        var link = Assert.Single(Plan.Links);
        Assert.Equal(("office - colo", TimeSpan.FromMilliseconds(20)), (link.Name, link.Latency));
        Assert.True(link.Joins("colo"));
        Assert.Equal("colo - office", Change.IsAcceptedInReference("  office - colo:", "  colo - office:").Links[0].Name);
    }

    [Theory]
    [InlineData("  §office - cola:", "unknown-site", "did you mean \"office - colo\"?")]
    [InlineData("  §office:", "unknown-site", "two of its sites")]
    [InlineData("  §office - office:", "unknown-site", "two of its sites")]
    [InlineData("  office - colo: { bandwidth: 1 Gbit/s }\n  §colo - office:", "repeated-link", "keep one")]
    public void A_link_that_joins_nothing_or_again_is_refused(string to, string id, string hint) =>
        Assert.Contains(hint, Change.IsRefusedInReference("  office - colo:", to, id, "").Hint, StringComparison.Ordinal);

    [Fact]
    public void A_host_says_what_it_is_and_what_it_needs_besides_data()
    {
        var host = Plan.HostNamed("office-server");
        Assert.Equal((8, 64_000_000_000, 4_000_000_000_000), (host.Cores, host.Memory!.Value.Bytes, host.Disk!.Value.Bytes));
        Assert.Equal(new DateOnly(2028, 3, 1), host.Life.EndOfLife);
        Assert.Equal(["postgresql", "restic"], host.Rebuild!.Packages);
        Assert.Equal(["{plan}/build-host", "office-server"], host.Rebuild.Provision);
        Assert.Equal((TimeSpan.FromDays(21), TimeSpan.FromHours(2)), (host.Rebuild.LeadTime, host.Rebuild.Takes));
        var far = Plan.HostNamed("far-server");
        Assert.Equal(("root@10.20.0.12", "gate@gate.harbor.example", true), (far.Ssh, far.Via, far.Sudo));
        Assert.StartsWith("ssh-ed25519 AAAA", far.HostKey, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_lost_with_a_host_is_lost_with_what_stands_on_it()
    {
        var nas = Plan.RepositoryNamed("nas");
        Assert.Equal(("office", "office-server"), (nas.Site, nas.On));
        Assert.Equal(
            ["building office", "power office", "internet acme", "credentials office-domain", "rack office"],
            Plan.DomainsOf(nas).Select(d => d.ToString()));
    }

    [Fact]
    public void A_repository_says_how_well_its_copies_are_kept()
    {
        var (vault, shelf) = (Plan.RepositoryNamed("vault"), Plan.RepositoryNamed("shelf"));
        Assert.Equal((new CalendarSpan(0, 30), Medium.ObjectStorage, false), (vault.Immutable, vault.Medium, vault.Offline));
        Assert.Equal((null, Medium.RemovableDisk, true), (shelf.Immutable, shelf.Medium, shelf.Offline));
    }

    [Theory]
    [InlineData("sftp:backup@10.20.0.13:/data", false)]
    [InlineData("rest:https://backup.example:8000/harbor", false)]
    [InlineData("rclone:harbor:backups", false)]
    [InlineData("../colo/vault", true)]
    public void A_repository_is_a_folder_or_an_address(string at, bool isFolder) =>
        Assert.Equal(isFolder, Change.IsAcceptedInReference("at: ../colo/vault,", $"at: \"{at}\",").RepositoryNamed("vault").IsFolder);

    [Theory]
    [InlineData("rest:https://harbor:hunter2@backup.example:8000/")]
    [InlineData("rest:http://harbor:hun@ter2@backup.example/")]
    [InlineData("sftp://harbor:hunter2@backup.example//data")]
    [InlineData("sftp:harbor:hunter2@backup.example:/data")]
    [InlineData("rclone::s3,secret_access_key=hunter2:bucket")]
    public void A_password_in_an_address_is_refused_and_not_shown(string at) =>
        Assert.DoesNotContain("ter2", Change.IsRefusedInReference("at: ../colo/vault,", $"at: §\"{at}\",", "secret-in-plan", "").ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_password_for_ssh_is_refused_and_not_shown() =>
        Assert.DoesNotContain("hunter2", Change.IsRefusedInReference("ssh: root@10", "ssh: §root:hunter2@10", "secret-in-plan", "").ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_repository_stands_at_a_site_or_on_a_host()
    {
        Change.IsRefusedInReference("  nas: { at: nas,", "  §nas: { at: nas, site: office,", "unclear-choice", "\"site\" and \"on\" at once");
        Change.IsRefusedInReference("  nas: { at: nas, on: office-server,", "  §nas: { at: nas,", "missing-key", "\"site\"");
        Change.IsRefusedInReference("on: office-server, key", "on: §offic-server, key", "unknown-host", "");
    }

    [Fact]
    public void A_witness_is_a_name_or_a_file()
    {
        Assert.Equal(new DnsWitness("epoch.harbor.example", "10.30.0.53"), Plan.Witness);
        const string Dns = "{ dns: epoch.harbor.example, server: 10.30.0.53 }";
        Assert.Equal(new FileWitness("/srv/witness", "colo-server"), Change.IsAcceptedInReference(Dns, "{ file: /srv/witness, on: colo-server }").Witness);
        Change.IsRefusedInReference($"witness: {Dns}", "§witness: { dns: a }", "missing-key", "\"server\"");
    }
}
