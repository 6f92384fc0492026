using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Restic;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories;

/// <summary>Reads and writes who is active since when, in all repositories that are open.</summary>
/// <param name="open">By name.</param>
public sealed class Epochs(IReadOnlyDictionary<string, Repository> open, IRunStore state, TimeProvider clock)
{
    /// <summary>A repository that takes longer to write a few hundred bytes does not hold up a recovery.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>More would be a wrong clock and not a handful of points; the newest are named.</summary>
    private const int MostPointsNamed = 256;

    private readonly EpochMemory _memory = new(state);

    /// <summary>Who this is, to whoever is refused because of it.</summary>
    public static string ThisLeader { get; } = $"{Environment.UserName}@{Environment.MachineName}".Replace(',', '-');

    /// <summary>What they say and what this machine remembers. What counts of it is remembered.</summary>
    public async Task<EpochRecord> ReadAsync(CancellationToken cancellationToken)
    {
        var snapshots = await Task.WhenAll(open.Values.Select(r => r.ReadableSnapshotsAsync(cancellationToken)));
        var epochs = EpochRecord.In(snapshots.SelectMany(s => s), _memory, EpochTrust.Of(state));
        _memory.Remember(epochs);
        return epochs;
    }

    /// <summary>Records in each of them that hosts are active from now on. All are written at once.</summary>
    /// <returns>Where it could not be recorded, and what that means.</returns>
    public async Task<ImmutableArray<string>> BeginAsync(
        int number, string run, DateTimeOffset at, IReadOnlyList<(string System, string Host)> active, CancellationToken cancellationToken)
    {
        // 1. What was there counts as before, however it is dated; what the lost site puts later into a repository that does not know yet does not.
        var before = new ConcurrentBag<string>();
        await Task.WhenAll(open.Values.Select(place => TryAsync(
            place,
            async (repository, stop) =>
            {
                foreach (var point in LaterThan(at, await repository.ReadableSnapshotsAsync(stop)))
                {
                    before.Add(point);
                }
            },
            cancellationToken)));

        // 2. Before it is written: whoever is killed in the middle of that goes on with it.
        var ours = EpochEntry.OfOurs(number, at, run, ThisLeader, active, before);
        _memory.Remember(ours);
        return await WriteAsync(ours, open, cancellationToken);
    }

    /// <summary>
    /// Tells each repository that is open what this machine's failovers made active, or took back, and it does not know: it was full, locked or out of
    /// reach at that moment. Without that the lost site would go on there, and another machine would lead beside this one.
    /// </summary>
    /// <returns>Where it could still not be recorded.</returns>
    public async Task<ImmutableArray<string>> CatchUpAsync(CancellationToken cancellationToken)
    {
        var known = await ReadAsync(cancellationToken);
        EpochEntry[] leading = [.. known.Entries.Where(e => e.IsOurs && e.Active.Any(a => known.Moves[a.System].Run == e.Run))];
        var withdrawn = _memory.Withdrawn;
        if (leading.Length == 0 && withdrawn.IsEmpty)
        {
            return [];
        }

        var records = new List<(KeyValuePair<string, Repository> Place, ILookup<string?, Snapshot> OfRun)>();
        foreach (var place in open)
        {
            records.Add((place, (await place.Value.ReadableSnapshotsAsync(cancellationToken)).Where(s => s.Tags.Contains(Tags.Epoch)).ToLookup(s => Tags.RunOf(s.Tags))));
        }

        var faults = ImmutableArray.CreateBuilder<string>();
        foreach (var ours in leading)
        {
            faults.AddRange(await WriteAsync(ours, records.Where(r => r.OfRun[ours.Run].All(s => EpochEntry.Of(s) is null)).Select(r => r.Place), cancellationToken));
        }

        foreach (var run in withdrawn)
        {
            var lacking = records.Where(r => r.OfRun[run].Any() && !r.OfRun[run].Any(s => s.Tags.Contains(Tags.Withdrawn))).Select(r => r.Place);
            faults.AddRange(await WriteWithdrawalAsync(run, lacking, cancellationToken));
        }

        return faults.ToImmutable();
    }

    /// <summary>Takes back an epoch that this run began and does not lead. The record stays; it counts for nothing.</summary>
    /// <returns>Where that could not be recorded, and what it means; it is tried again with the next that is told.</returns>
    public Task<ImmutableArray<string>> WithdrawAsync(string run, CancellationToken cancellationToken)
    {
        _memory.Withdraw(run);
        return WriteWithdrawalAsync(run, open, cancellationToken);
    }

    private async Task<ImmutableArray<string>> WriteAsync(
        EpochEntry ours, IEnumerable<KeyValuePair<string, Repository>> places, CancellationToken cancellationToken)
    {
        string[] tags =
        [
            Tags.EpochNumber(ours.Number),
            Tags.Run(ours.Run),
            Tags.Leader(ours.Leader),
            .. ours.Active.Select(a => Tags.Active(a.System, a.Host)),
            .. ours.Before.Select(Tags.Before),
        ];
        var written = await Task.WhenAll(places.Select(async place =>
            await TryAsync(place.Value, (repository, stop) => StoreAsync(repository, $"epoch {ours.Number} began with {ours.Run}\n", ours.Begins, tags, stop), cancellationToken) is { } fault
                ? NotTold(place.Key, fault)
                : null));
        return [.. written.OfType<string>()];
    }

    private async Task<ImmutableArray<string>> WriteWithdrawalAsync(string run, IEnumerable<KeyValuePair<string, Repository>> places, CancellationToken cancellationToken)
    {
        var written = await Task.WhenAll(places.Select(async place =>
            await TryAsync(
                place.Value,
                (target, stop) => StoreAsync(target, $"{run} does not lead\n", clock.GetUtcNow(), [Tags.Withdrawn, Tags.Run(run)], stop),
                cancellationToken) is { } fault
                ? $"{place.Key} did not record that {run} does not lead: {fault}. Until \"holdfast protect\" or \"holdfast run stop {run}\" here can tell it, others take that run for one that leads."
                : null));
        return [.. written.OfType<string>()];
    }

    private static string NotTold(string repository, string fault) =>
        $"{repository} did not record who is active now: {fault}. Until \"holdfast protect\" or \"holdfast run resume\" here can tell it, see that nothing at a lost site that comes back protects its old data.";

    /// <summary>Points that are there although they are dated later: this machine's clock is slow, or that of a source is fast.</summary>
    private static IEnumerable<string> LaterThan(DateTimeOffset at, IEnumerable<Snapshot> snapshots) => snapshots
        .Where(s => s.Time > at && Tags.SystemOf(s.Tags) is not null)
        .OrderByDescending(s => s.Time)
        .Take(MostPointsNamed)
        .Select(EpochEntry.ShortIdOf);

    private Task<BackupReport> StoreAsync(Repository repository, string text, DateTimeOffset at, string[] tags, CancellationToken cancellationToken) =>
        repository.BackupAsync(
            new BackupRequest(
                [new ContentTarget(Encoding.UTF8.GetBytes(text), "/epoch")], Records.HostName, EpochTrust.Of(state).Sign([Tags.Epoch, .. tags], at), [], at, ["/epoch"])
            {
                // The tags say it all, and neither rubbish in the repository nor what is damaged there may let two places lead.
                PastUnreadableLocks = true,
                PastDamagedIndex = static _ => { },
            },
            null,
            cancellationToken);

    /// <returns>Why not; null: it is done.</returns>
    private async Task<string?> TryAsync(Repository repository, Func<Repository, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await work(repository, either.Token);
            return null;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return $"it did not answer within {Patience.TotalSeconds:0} s";
        }
        catch (RepositoryException e)
        {
            return e.Message;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
