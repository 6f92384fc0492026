using System.Collections.Concurrent;
using System.Text;
using Holdfast.Execution.Executors;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Executors;

/// <summary>Failovers of two machines, each with a state folder of its own, over one real repository.</summary>
[Trait("Takes", "long")]
public sealed class LeadershipTests : IAsyncLifetime
{
    private static readonly (string, string)[] Active = [("records", "colo")];
    private readonly Scratch _scratch = new();
    private Repository _repository = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _repository = await Repository.InitAsync(new MemoryBackend(), new Password("key"), TimeProvider.System, Stop);
        await _repository.BackupAsync(
            new BackupRequest([new ContentTarget(Encoding.UTF8.GetBytes("a row"), "/records/records.db")], "h", ["system:records"], [], null, ["/records"]), null, Stop);
    }

    [Fact]
    public async Task The_second_is_refused_and_told_of_the_first()
    {
        await AnnounceAsync("20260101T120001Z-failover-bbbb", "second-to-none");
        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => AnnounceAsync("20260101T120000Z-failover-aaaa", "late", EpochRecord.In([])));
        Assert.Contains("20260101T120001Z-failover-bbbb", refused.Message, StringComparison.Ordinal);
        Assert.Contains(Environment.UserName + "@", refused.Message, StringComparison.Ordinal);
        Assert.Equal("20260101T120001Z-failover-bbbb", (await EpochsOf("third").ReadAsync(Stop)).Moves["records"].Run);
    }

    [Fact]
    public async Task One_that_was_told_to_go_ahead_is_not_refused_by_what_it_knew_of()
    {
        await AnnounceAsync("20260101T120000Z-failover-aaaa", "first");
        await AnnounceAsync("20260101T130000Z-failover-bbbb", "second");
        var epochs = await EpochsOf("third").ReadAsync(Stop);
        Assert.Equal((2, "20260101T130000Z-failover-bbbb"), (epochs.Current, epochs.Moves["records"].Run));
    }

    [Fact]
    public async Task A_run_taken_up_again_is_announced_once_and_is_refused_when_a_later_one_took_over()
    {
        await AnnounceAsync("20260101T120000Z-failover-aaaa", "first");
        await AnnounceAsync("20260101T120000Z-failover-aaaa", "first");
        Assert.Single((await EpochsOf("first").ReadAsync(Stop)).Entries, e => !e.IsOurs);

        await AnnounceAsync("20260101T130000Z-failover-bbbb", "second");
        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => AnnounceAsync("20260101T120000Z-failover-aaaa", "first"));
        Assert.Contains("20260101T130000Z-failover-bbbb", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_goes_on_sees_that_a_later_one_took_over()
    {
        await AnnounceAsync("20260101T120000Z-failover-aaaa", "first");
        await using var watch = WatchOf("20260101T120000Z-failover-aaaa", "first");
        watch.Begin();
        await Task.Delay(LeadWatch.Noticed / Quick.Times, Stop);
        Assert.Null(watch.End(DateTimeOffset.UnixEpoch));

        await AnnounceAsync("20260101T130000Z-failover-bbbb", "second");
        for (var tries = 0; watch.End(DateTimeOffset.UnixEpoch) is null; tries++)
        {
            Assert.True(tries < 300, "it goes on");
            await Task.Delay(50, Stop);
        }

        Assert.Contains("overtaken by 20260101T130000Z-failover-bbbb", watch.End(DateTimeOffset.UnixEpoch)!.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_ends_looks_once_more_and_heeds_no_one_who_gave_way()
    {
        await AnnounceAsync("20260101T120000Z-failover-aaaa", "first");
        await AnnounceAsync("20260101T130000Z-failover-bbbb", "second");
        await using var watch = WatchOf("20260101T120000Z-failover-aaaa", "first");
        Assert.Contains("bbbb", (await watch.LastLookAsync(() => DateTimeOffset.UnixEpoch, Stop))!.Why, StringComparison.Ordinal);

        await EpochsOf("second").WithdrawAsync("20260101T130000Z-failover-bbbb", Stop);
        await using var other = WatchOf("20260101T120000Z-failover-aaaa", "first-again");
        Assert.Null(await other.LastLookAsync(() => DateTimeOffset.UnixEpoch, Stop));
    }

    [Fact]
    public async Task A_repository_that_hangs_holds_up_no_end()
    {
        var never = new TaskCompletionSource<EpochRecord>();
        await using var watch = new LeadWatch(new Leadership(EpochsOf("first"), "20260101T120000Z-failover-aaaa", Active, _ => false, new Quick()), _ => never.Task, new Quick());
        watch.Begin();
        await Task.Delay(LeadWatch.Noticed / Quick.Times, Stop);
        await watch.StopAsync();
        Assert.Null(await watch.LastLookAsync(() => DateTimeOffset.UnixEpoch, Stop));
    }

    [Fact]
    public async Task Failovers_that_move_other_systems_do_not_stand_in_each_others_way()
    {
        await AnnounceAsync("20260101T120000Z-failover-aaaa", "first");
        await new Leadership(EpochsOf("second"), "20260101T120001Z-failover-bbbb", [("letters", "colo")], _ => false, new Quick())
            .AnnounceAsync(EpochRecord.In([]), TimeProvider.System.GetUtcNow(), Stop);
    }

    /// <summary>Time here goes twenty times as fast, so that a failover may seem too slow to lead; that two lead is never right.</summary>
    [Fact]
    public async Task Of_failovers_at_once_never_two_lead_at_ten_offsets()
    {
        for (var tenth = 0; tenth < 10; tenth++)
        {
            await _repository.DisposeAsync();
            await InitializeAsync();
            var round = tenth;
            var leading = new ConcurrentBag<string>();
            var offset = TimeSpan.FromMilliseconds(tenth * 25);
            await Task.WhenAll(
                LeadAsync("20260101T120000Z-failover-aaaa", TimeSpan.Zero), LeadAsync("20260101T120000Z-failover-bbbb", offset), LeadAsync("20260101T115959Z-failover-cccc", offset));
            Assert.True(leading.Count <= 1, $"{offset}: {string.Join(" and ", leading)} lead");

            async Task LeadAsync(string run, TimeSpan after)
            {
                await Task.Delay(after, Stop);
                try
                {
                    await AnnounceAsync(run, $"{round}-{run}", EpochRecord.In([]));
                    leading.Add(run);
                }
                catch (RunRefusedException)
                {
                    // As it should be, of all but one.
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _repository.DisposeAsync();
        _scratch.Dispose();
    }

    private async Task AnnounceAsync(string run, string machine, EpochRecord? known = null)
    {
        var epochs = EpochsOf(machine);
        await new Leadership(epochs, run, Active, _ => false, new Quick()).AnnounceAsync(known ?? await epochs.ReadAsync(Stop), TimeProvider.System.GetUtcNow(), Stop);
    }

    private LeadWatch WatchOf(string run, string machine) =>
        new(new Leadership(EpochsOf(machine), run, Active, _ => false, new Quick()), EpochsOf(machine).ReadAsync, new Quick());

    private Epochs EpochsOf(string machine) => new(
        new Dictionary<string, Repository> { ["vault"] = _repository }, new FileRunStore(_scratch[machine]), TimeProvider.System);

    private sealed class Quick : TimeProvider
    {
        public const int Times = 20;

        public override long TimestampFrequency => System.TimestampFrequency / Times;

        public override long GetTimestamp() => System.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime / Times, period);
    }
}
