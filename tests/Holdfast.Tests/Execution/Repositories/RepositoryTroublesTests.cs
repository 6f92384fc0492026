using System.Text;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Restic;
using Holdfast.Restic.Crypto;
using Holdfast.Tests.Execution.Stores;
using Holdfast.Tests.Recovery.Plans;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Repositories;

/// <summary>What is wrong with a repository although no copy in it is, seen by looking.</summary>
public sealed class RepositoryTroublesTests : IAsyncLifetime
{
    private static readonly PlanInForce Lay = PlanInForce.Of(Encoding.UTF8.GetBytes(ExamplePlans.Reference), "/srv/office/holdfast.yaml", "test");
    private readonly Scratch _scratch = new();
    private readonly MemoryRunStore _state = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using var repository = await Repository.InitAsync(Locations.Open(_scratch["vault"]), new Password("key"), TimeProvider.System, Stop);
    }

    [Fact]
    public async Task A_plan_whose_pack_is_gone_or_spoilt_is_told_until_it_is_kept_anew()
    {
        await OnAsync(r => Records.KeepPlanAsync(r, "vault", Lay, Stop));
        Assert.Null(await TroubleAsync());
        LosePacks();
        Assert.Contains("the plan in it cannot be read", await TroubleAsync(), StringComparison.Ordinal);
        Assert.Contains("holdfast protect", await TroubleAsync(), StringComparison.Ordinal);
        await OnAsync(r => Records.KeepPlanAsync(r, "vault", Lay, Stop));
        Assert.Null(await TroubleAsync());
    }

    [Fact]
    public async Task Journals_whose_pack_is_gone_are_told_until_they_are_kept_anew()
    {
        _state.Append(StoreNames.Protection, ["{}"]);
        await OnAsync(r => KeptState.KeepAsync(r, _state, Stop));
        Assert.Null(await TroubleAsync());
        LosePacks();
        Assert.Contains("the journals or the evidence in it", await TroubleAsync(), StringComparison.Ordinal);
        await OnAsync(r => KeptState.KeepAsync(r, _state, Stop));
        Assert.Null(await TroubleAsync());
    }

    [Fact]
    public async Task A_lock_that_cannot_be_read_is_told_and_who_leads_is_recorded_without_waiting()
    {
        var name = new string('a', 64);
        await File.WriteAllTextAsync(_scratch[$"vault/locks/{name}"], "rubbish", Stop);
        Assert.Contains("nothing can be stored in it: lock/aaaa", (await TroubleAsync())!.Replace("locks/", "lock/", StringComparison.Ordinal), StringComparison.Ordinal);
        await OnAsync(async r =>
        {
            var begun = TimeProvider.System.GetTimestamp();
            var epochs = new Epochs(new Dictionary<string, Repository> { ["vault"] = r }, _state, TimeProvider.System);
            Assert.Empty(await epochs.BeginAsync(1, "20260101T120000Z-failover-aaaa", TimeProvider.System.GetUtcNow(), [("records", "colo")], Stop));
            Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0, 10); // 20 and more where it is waited for.
        });
    }

    public ValueTask DisposeAsync()
    {
        _scratch.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string?> TroubleAsync()
    {
        RepositoryPlace place = new("vault", _scratch["vault"], "colo", default);
        var world = new World(Lay.Plan with { Repositories = [place] }, _scratch.Path, drill: false, new Dictionary<string, RepositoryAddress>());
        await using var set = await RepositorySet.OpenAsync(world, [place], (_, _) => Task.FromResult(new Password("key")), TimeProvider.System, Stop);
        return (await RepositoryTroubles.InAsync(set, _state, Stop)).GetValueOrDefault("vault");
    }

    private async Task OnAsync(Func<Repository, Task> work)
    {
        await using var repository = await Repository.OpenAsync(Locations.Open(_scratch["vault"]), new Password("key"), TimeProvider.System, Stop);
        await work(repository);
    }

    private void LosePacks()
    {
        foreach (var pack in Directory.GetFiles(_scratch["vault/data"], "*", SearchOption.AllDirectories))
        {
            File.Delete(pack);
        }
    }
}
