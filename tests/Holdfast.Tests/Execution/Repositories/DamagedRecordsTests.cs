using System.Text;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Protocol;
using Holdfast.Restic;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Tests.Execution.Stores;
using Holdfast.Tests.Recovery.Plans;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Repositories;

/// <summary>Packs that hold a plan or what a machine remembers, and no system's data, lost or spoilt: nothing green may hide it, and the next round mends it.</summary>
public sealed class DamagedRecordsTests : IAsyncLifetime
{
    private const string Lay = "/srv/office/holdfast.yaml";
    private readonly Scratch _scratch = new();
    private readonly List<string> _told = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private RepositoryAddress Address => new("vault", _scratch["vault"], "file:kit/vault.key");

    public async ValueTask InitializeAsync()
    {
        await using var repository = await Repository.InitAsync(Locations.Open(_scratch["vault"]), new Password("key"), TimeProvider.System, Stop);
    }

    public static TheoryData<bool> Gone => [true, false];

    [Theory]
    [MemberData(nameof(Gone))]
    public async Task The_plan_before_it_is_used_when_the_newest_cannot_be_read_and_the_next_round_keeps_it_anew(bool gone)
    {
        var first = PlanOf(ExamplePlans.Reference);
        var second = PlanOf(ExamplePlans.Reference + "\n# the second\n");
        Assert.True(await KeepAsync(first));
        var before = Packs();
        Assert.True(await KeepAsync(second));
        Spoil(Packs().Except(before), gone);

        Assert.Equal(first.Hash, (await ReadAsync())!.Hash);
        Assert.Contains("an older one is looked for", Assert.Single(_told), StringComparison.Ordinal);

        Assert.True(await KeepAsync(second));
        Assert.Equal(second.Hash, (await ReadAsync())!.Hash);
        Assert.False(await KeepAsync(second));
    }

    [Theory]
    [MemberData(nameof(Gone))]
    public async Task Where_no_plan_can_be_read_it_says_what_else_there_is_to_do(bool gone)
    {
        await KeepAsync(PlanOf(ExamplePlans.Reference));
        Spoil(Packs(), gone);
        var refused = await Assert.ThrowsAsync<RepositoryException>(ReadAsync);
        Assert.Contains("no plan in", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--plan", refused.Failure.Hint, StringComparison.Ordinal);
        Assert.NotEqual(RepositoryFault.NotFound, refused.Fault); // The repository itself is there.
    }

    [Theory]
    [MemberData(nameof(Gone))]
    public async Task What_a_machine_remembers_is_kept_anew_when_what_was_kept_is_gone_or_was_found_spoilt(bool gone)
    {
        var state = new MemoryRunStore();
        state.Append(StoreNames.Protection, [Line("letters")]);
        await OnAsync(r => KeptState.KeepAsync(r, state, Stop));
        var before = Packs();
        await OnAsync(r => KeptState.KeepAsync(r, state, Stop));
        Assert.Equal(before, Packs()); // Nothing is kept twice.

        Spoil(before, gone);
        if (!gone)
        {
            await OnAsync(r => FullReading.RunAsync(state, "vault", r, TimeProvider.System, null, Stop)); // Only reading finds it.
        }

        await OnAsync(r => KeptState.KeepAsync(r, state, Stop));
        var blank = new MemoryRunStore();
        await OnAsync(r => KeptState.FetchAsync(r, blank, _told.Add, Stop));
        Assert.Equal("letters", Assert.Single(ProtectionLog.Read(blank)).System);
    }

    public ValueTask DisposeAsync()
    {
        _scratch.Dispose();
        return ValueTask.CompletedTask;
    }

    private static PlanInForce PlanOf(string text) => PlanInForce.Of(Encoding.UTF8.GetBytes(text), Lay, Lay);

    private static string Line(string system) =>
        $$"""{"system":"{{system}}","repository":"vault","snapshot":"{{new string('a', 64)}}","takenAt":"2026-01-01T12:00:00+00:00","verifiedAt":"2026-01-01T12:00:00+00:00","bytes":1,"added":1,"partial":false,"why":null}""";

    private Task<bool> KeepAsync(PlanInForce plan) => OnAsync(r => Records.KeepPlanAsync(r, "vault", plan, Stop));

    private Task<PlanInForce?> ReadAsync() => OnAsync(r => Records.ReadPlanAsync(r, Address, _told.Add, Stop));

    private async Task<T> OnAsync<T>(Func<Repository, Task<T>> work)
    {
        await using var repository = await Repository.OpenAsync(Locations.Open(_scratch["vault"]), new Password("key"), TimeProvider.System, Stop);
        return await work(repository);
    }

    private Task<bool> OnAsync(Func<Repository, Task> work) => OnAsync(async r =>
    {
        await work(r);
        return true;
    });

    private SortedSet<string> Packs() => new(Directory.EnumerateFiles(_scratch["vault/data"], "*", SearchOption.AllDirectories), StringComparer.Ordinal);

    private static void Spoil(IEnumerable<string> packs, bool gone)
    {
        foreach (var pack in packs.ToArray())
        {
            if (gone)
            {
                File.Delete(pack);
                continue;
            }

            File.SetUnixFileMode(pack, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            var bytes = File.ReadAllBytes(pack);
            bytes[0] ^= 1;
            File.WriteAllBytes(pack, bytes);
        }
    }
}
