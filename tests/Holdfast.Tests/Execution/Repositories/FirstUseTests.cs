using System.Collections.Immutable;
using Holdfast.Agent;
using Holdfast.Agent.Commands;
using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Restic.Crypto;
using Holdfast.Tests.Recovery.Plans;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Repositories;

/// <summary>Disks that come and go under the repositories of a plan.</summary>
public sealed class FirstUseTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly List<string> _made = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_repository_is_made_on_first_use_and_told()
    {
        await using var repositories = await OpenAsync();
        Assert.True(repositories.Open.ContainsKey("vault"));
        Assert.Contains(_made, m => m.StartsWith("vault: new repository", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_empty_mount_point_does_not_become_a_new_repository()
    {
        await using (await OpenAsync())
        {
            Directory.Move(_scratch["vault"], _scratch["unmounted"]);
            Directory.CreateDirectory(_scratch["vault"]);
        }

        await using var repositories = await OpenAsync();
        Assert.Contains("is its disk mounted?", repositories.Closed["vault"], StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_scratch["vault"]));
    }

    [Fact]
    public async Task Another_disk_does_not_pass_for_the_one_that_holds_the_copies()
    {
        await using (await OpenAsync())
        {
            Directory.Move(_scratch["vault"], _scratch["unmounted"]);
        }

        await using var other = await Holdfast.Restic.Repository.InitAsync(
            Holdfast.Restic.Locations.Open(_scratch["vault"]), new Password("key"), TimeProvider.System, Stop);
        await using var repositories = await OpenAsync();
        Assert.Contains("is not the repository", repositories.Closed["vault"], StringComparison.Ordinal);
    }

    public void Dispose() => _scratch.Dispose();

    private async Task<RepositorySet> OpenAsync()
    {
        var plan = ExamplePlans.Read(ExamplePlans.HarborDental) with
        {
            Repositories = [new RepositoryPlace("vault", "vault", "colo", new(KeyKind.Command, "echo key"))],
        };
        using var agent = new HostAgent(AgentSettings.Default);
        return await RepositorySet.OpenToWriteAsync(
            new World(plan, _scratch.Path, drill: false, ImmutableDictionary<string, RepositoryAddress>.Empty),
            new FileRunStore(_scratch["state"]),
            new ThisHost(agent),
            (_, _) => Task.FromResult(new Password("key")),
            TimeProvider.System,
            RepositoryAsking.Default,
            _made.Add,
            Stop);
    }

    private sealed class ThisHost(HostAgent agent) : IAgentLink
    {
        public Task<Fate> AskAsync(string host, string run, string id, CancellationToken cancellationToken) => Task.FromResult(Fate.UnknownOf(id));

        public Task<Report> SendAsync(string host, Instruction instruction, CancellationToken cancellationToken) => agent.CarryOutAsync(instruction.Order, cancellationToken);
    }
}
