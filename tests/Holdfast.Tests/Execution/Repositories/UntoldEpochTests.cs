using System.Text;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Tests.Execution.Stores;
using Holdfast.Tests.Restic;
using Xunit;

namespace Holdfast.Tests.Execution.Repositories;

/// <summary>
/// A repository that cannot be written to when a failover begins: it is full, locked or out of reach. It is told who leads as soon as it can be, and until
/// then nothing that it holds is believed to be newer than what the failover brought back. Over two real repositories.
/// </summary>
public sealed class UntoldEpochTests : IAsyncLifetime
{
    private const string Run = "20260101T120000Z-failover-aaaa";
    private static readonly (string System, string Host)[] ToColo = [("records", "colo")];
    private readonly DateTimeOffset _began = TimeProvider.System.GetUtcNow();
    private readonly MemoryRunStore _leader = new();
    private readonly MemoryRunStore _office = new();
    private readonly FaultyBackend _full = new(new MemoryBackend());
    private Repository _vault = null!;
    private Repository _nas = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _vault = await Repository.InitAsync(new MemoryBackend(), new Password("key"), TimeProvider.System, Stop);
        _nas = await Repository.InitAsync(_full, new Password("key"), TimeProvider.System, Stop);
        await TakeAsync(_vault, -60);
        await TakeAsync(_nas, -60);
    }

    [Fact]
    public async Task It_is_told_at_the_next_occasion_and_the_lost_site_is_refused_there()
    {
        _full.GoodSaves = 0;
        var warning = Assert.Single(await Of(_leader).BeginAsync(1, Run, _began, ToColo, Stop));
        Assert.StartsWith("nas did not record who is active now", warning, StringComparison.Ordinal);
        Assert.Null((await Of(_office, nasOnly: true).ReadAsync(Stop)).MovedFrom("srv", "records")); // So the lost site would go on there.

        Assert.Contains("nas did not record", Assert.Single(await Of(_leader).CatchUpAsync(Stop)), StringComparison.Ordinal); // Still full.
        _full.GoodSaves = int.MaxValue;
        Assert.Empty(await Of(_leader).CatchUpAsync(Stop));
        var told = await Of(new(), nasOnly: true).ReadAsync(Stop);
        Assert.Equal((1, "colo"), (told.Current, told.MovedFrom("srv", "records")!.Host));
        Assert.True(told.IsTold(Run));

        var records = (await _nas.SnapshotsAsync(Stop)).Count;
        Assert.Empty(await Of(_leader).CatchUpAsync(Stop));
        Assert.Equal(records, (await _nas.SnapshotsAsync(Stop)).Count); // Once is enough.
    }

    [Fact]
    public async Task What_the_lost_site_stored_there_meanwhile_is_not_taken_for_what_was_there_before()
    {
        var fast = await TakeAsync(_nas, 100); // By a clock that is fast.
        _full.GoodSaves = 0;
        await Of(_leader).BeginAsync(1, Run, _began, ToColo, Stop);
        _full.GoodSaves = int.MaxValue;
        var abandoned = await TakeAsync(_nas, 50);
        await Of(_leader).CatchUpAsync(Stop);

        var told = await Of(new(), nasOnly: true).ReadAsync(Stop);
        var snapshots = (await _nas.SnapshotsAsync(Stop)).ToDictionary(s => s.Id.ToString());
        Assert.False(told.StillCounts(snapshots[abandoned], "records"));
        Assert.True(told.StillCounts(snapshots[fast], "records"));
    }

    [Fact]
    public async Task A_failover_that_was_killed_between_two_repositories_tells_the_other_when_it_is_taken_up()
    {
        _full.Meanwhile = _ => throw new KilledException();
        await Assert.ThrowsAsync<KilledException>(() => Of(_leader).BeginAsync(1, Run, _began, ToColo, Stop));
        _full.Meanwhile = _ => Task.CompletedTask;
        await Of(_leader).CatchUpAsync(Stop);
        Assert.True((await Of(new(), nasOnly: true).ReadAsync(Stop)).IsTold(Run));
    }

    [Fact]
    public async Task What_no_repository_was_told_of_is_remembered_and_counts_as_announced_to_nobody()
    {
        _full.GoodSaves = 0;
        await Of(_leader, nasOnly: true).BeginAsync(1, Run, _began, ToColo, Stop);
        var known = await Of(_leader, nasOnly: true).ReadAsync(Stop);
        Assert.Equal((1, false), (known.BegunBy(Run), known.IsTold(Run)));
    }

    [Fact]
    public async Task One_that_somebody_overtook_is_told_no_more()
    {
        _full.GoodSaves = 0;
        await Of(_leader).BeginAsync(1, Run, _began, ToColo, Stop);
        _full.GoodSaves = int.MaxValue;
        await Of(new()).BeginAsync(2, "20260101T130000Z-failover-bbbb", _began.AddHours(1), [("records", "third")], Stop);
        await Of(_leader).CatchUpAsync(Stop);
        var told = await Of(new(), nasOnly: true).ReadAsync(Stop);
        Assert.False(told.IsTold(Run));
        Assert.Equal("third", told.Moves["records"].Host);
    }

    [Fact]
    public async Task One_that_an_operator_ignores_stays_ignored_when_the_record_that_was_named_is_out_of_reach()
    {
        _full.GoodSaves = 0;
        await Of(_leader).BeginAsync(1, Run, _began, ToColo, Stop);
        _full.GoodSaves = int.MaxValue;
        var named = (await _vault.SnapshotsAsync(Stop)).Single(s => s.Tags.Contains(Tags.Epoch)).Id.ToString();
        new EpochMemory(_leader).Ignore(new(named[..8], "there was none", "ann", _began));
        Assert.Equal(0, (await Of(_leader).ReadAsync(Stop)).Current);

        Assert.Equal(0, (await Of(_leader, nasOnly: true).ReadAsync(Stop)).Current);
        Assert.Empty(await Of(_leader, nasOnly: true).CatchUpAsync(Stop));
        Assert.False((await Of(new(), nasOnly: true).ReadAsync(Stop)).IsTold(Run));
    }

    [Fact]
    public async Task One_that_was_given_up_counts_for_nothing_here_and_is_taken_back_where_that_could_not_be_written()
    {
        await Of(_leader).BeginAsync(1, Run, _began, ToColo, Stop);
        _full.GoodSaves = 0;
        Assert.StartsWith("nas did not record that", Assert.Single(await Of(_leader).WithdrawAsync(Run, Stop)), StringComparison.Ordinal);
        Assert.Equal(0, (await Of(_leader, nasOnly: true).ReadAsync(Stop)).Current);
        Assert.Equal(1, (await Of(new(), nasOnly: true).ReadAsync(Stop)).Current); // Nobody could tell it.

        _full.GoodSaves = int.MaxValue;
        Assert.Empty(await Of(_leader, nasOnly: true).CatchUpAsync(Stop));
        Assert.Equal(0, (await Of(new(), nasOnly: true).ReadAsync(Stop)).Current);
        var records = (await _nas.SnapshotsAsync(Stop)).Count;
        Assert.Empty(await Of(_leader).CatchUpAsync(Stop));
        Assert.Equal(records, (await _nas.SnapshotsAsync(Stop)).Count);
    }

    public async ValueTask DisposeAsync()
    {
        await _vault.DisposeAsync();
        await _nas.DisposeAsync();
    }

    private Epochs Of(MemoryRunStore state, bool nasOnly = false) => new(
        nasOnly ? new Dictionary<string, Repository> { ["nas"] = _nas } : new Dictionary<string, Repository> { ["nas"] = _nas, ["vault"] = _vault }, state, TimeProvider.System);

    private async Task<string> TakeAsync(Repository repository, int second)
    {
        var report = await repository.BackupAsync(
            new BackupRequest(
                [new ContentTarget(Encoding.UTF8.GetBytes($"rows of {second}"), "/records/records.db")], "h", ["system:records", "epoch:0"], [], _began.AddSeconds(second), ["/records"]),
            null,
            Stop);
        return report.Snapshot.ToString();
    }

    private sealed class KilledException : Exception;
}
