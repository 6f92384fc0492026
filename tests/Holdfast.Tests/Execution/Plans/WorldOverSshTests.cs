using Holdfast.Execution.Plans;
using Holdfast.Failures;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Execution.Plans;

/// <summary>Which way each machine takes to a repository, and where paths start that only a host knows.</summary>
public sealed class WorldOverSshTests
{
    private const string Text = """
        organization: any
        sites: { office: { fails with: [building office] }, colo: { fails with: [building colo] } }
        hosts:
          srv: { site: office, folder: /srv }
          near: { site: colo, ssh: "me@near:2222", folder: goods }
          far: { site: colo, ssh: far, folder: /far }
        repositories:
          ours: { at: nas, on: srv, key: "file:nas.key" }
          theirs: { at: vault, on: near, key: env:VAULT }
          deep: { at: /deep, on: far, key: env:DEEP }
          address: { at: "sftp:x@y:/z", site: colo, key: env:FAR }
        systems:
          till:
            rto: 1 hour
            rpo: 1 hour
            runs on: srv
            recovers on: near
            protect: { files: till, every: 30 minutes, to: [ours, theirs, deep, address] }
            recover:
              - restore: till
              - check: { files: till, at least: 1 }
        """;

    private static readonly Plan Plan = ExamplePlans.Read(Text);

    private static readonly World World = new(Plan, "/plan", drill: false, new Dictionary<string, RepositoryAddress>());

    [Theory]
    [InlineData("ours", null, "/plan/nas")]
    [InlineData("ours", "srv", "/plan/nas")]
    [InlineData("theirs", null, "sftp://me@near:2222/vault")]
    [InlineData("theirs", "near", HostBase.Name + "/vault")]
    [InlineData("theirs", "far", "sftp://me@near:2222/vault")]
    [InlineData("deep", "srv", "sftp:far:/deep")]
    [InlineData("deep", "far", "/deep")]
    [InlineData("address", "near", "sftp:x@y:/z")]
    public void A_repository_is_reached_by_the_way_that_its_reader_has(string repository, string? from, string at) =>
        Assert.Equal(at, World.AddressOf(Plan.RepositoryNamed(repository), from is null ? null : Plan.HostNamed(from)).At);

    [Fact]
    public void What_the_plan_says_of_a_host_counts_for_the_repositories_that_ssh_reaches_there()
    {
        var plan = ExamplePlans.Read(Text.Replace("ssh: \"me@near:2222\",", "ssh: \"me@near:2222\", host key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBSeYs5fBDFMgTuIhHnJXdhN4RtpvGDYB7VfQWXnHcKz, via: gate,", StringComparison.Ordinal));
        var found = new RepositoryAddress("address", "sftp://other@NEAR:2222//z", "env:FAR");
        var world = new World(plan, "/plan", drill: false, new Dictionary<string, RepositoryAddress> { ["address"] = found });
        Assert.Equal(("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBSeYs5fBDFMgTuIhHnJXdhN4RtpvGDYB7VfQWXnHcKz", "gate"), Way("theirs", "far"));
        Assert.Equal(Way("theirs", "far"), Way("address", null));
        Assert.Null(Way("deep", null));
        Assert.Null(Way("theirs", "near"));

        (string?, string?)? Way(string name, string? from) =>
            world.AddressOf(plan.RepositoryNamed(name), from is null ? null : plan.HostNamed(from)).Over is var (key, via) ? (key, via) : null;
    }

    [Fact]
    public void What_this_machine_has_in_a_folder_no_other_one_reaches()
    {
        var failure = Assert.Throws<FailureException>(() => World.AddressOf(Plan.RepositoryNamed("ours"), Plan.HostNamed("near"))).Failure;
        Assert.Contains("host near has no way to it", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Hint);
    }

    [Fact]
    public void The_disk_in_the_borrowed_laptop_is_no_other_machines()
    {
        var world = new World(Plan, "/plan", drill: false, new Dictionary<string, RepositoryAddress> { ["theirs"] = new("theirs", "/mnt/disk", "env:VAULT") });
        Assert.Equal("/mnt/disk", world.AddressOf(Plan.RepositoryNamed("theirs")).At);
        Assert.Throws<FailureException>(() => world.AddressOf(Plan.RepositoryNamed("theirs"), Plan.HostNamed("near")));
    }

    [Fact]
    public void Relative_paths_of_another_machine_start_where_only_it_knows()
    {
        var till = Plan.SystemNamed("till");
        Assert.Equal($"{HostBase.Name}/goods", World.FolderOf(Plan.HostNamed("near")));
        Assert.Equal("~/goods", World.ShownFolderOf(Plan.HostNamed("near")));
        Assert.Equal("/srv/till", World.SourceOf(till, Plan.HostNamed("srv")).Path);
        Assert.Equal($"{HostBase.Name}/goods/till", World.SourceOf(till, Plan.HostNamed("near")).Path);
    }
}
