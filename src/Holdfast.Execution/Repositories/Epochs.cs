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
        var epochs = EpochRecord.In(snapshots.SelectMany(s => s), _memory.Entries, _memory.Ignored, EpochTrust.Of(state));
        _memory.Remember(epochs);
        return epochs;
    }

    /// <summary>Records in each of them that hosts are active from now on. All are written at once.</summary>
    /// <returns>Where it could not be recorded, and what that means.</returns>
    public async Task<ImmutableArray<string>> BeginAsync(
        int number, string run, DateTimeOffset at, IReadOnlyList<(string System, string Host)> active, CancellationToken cancellationToken)
    {
        var before = new ConcurrentBag<string>();
        await Task.WhenAll(open.Values.Select(place => WithPatienceAsync(
            place,
            async (repository, stop) =>
            {
                foreach (var point in LaterThan(at, await repository.ReadableSnapshotsAsync(stop)))
                {
                    before.Add(point);
                }
            },
            cancellationToken)));
        var ours = EpochEntry.OfOurs(number, at, run, ThisLeader, active, before);

        // Before it is written: whoever is killed in the middle of that goes on with it.
        _memory.Remember(ours);
        return await StoreAsync(ours, open, cancellationToken);
    }

    /// <summary>
    /// Tells each repository that is open what this machine's failovers made active and it does not know: it was full, locked or out of reach when they
    /// began. Without that the lost site would go on there, and another machine would lead beside this one.
    /// </summary>
    /// <returns>Where it could still not be recorded.</returns>
    public async Task<ImmutableArray<string>> CatchUpAsync(CancellationToken cancellationToken)
    {
        var known = await ReadAsync(cancellationToken);
        var faults = ImmutableArray.CreateBuilder<string>();
        foreach (var ours in known.Entries.Where(e => e.IsOurs && e.Active.Any(a => known.Moves[a.System].Run == e.Run)))
        {
            var lacking = new Dictionary<string, Repository>();
            foreach (var (name, repository) in open)
            {
                if ((await repository.ReadableSnapshotsAsync(cancellationToken)).All(s => EpochEntry.Of(s)?.Run != ours.Run))
                {
                    lacking.Add(name, repository);
                }
            }

            faults.AddRange(await StoreAsync(ours, lacking, cancellationToken));
        }

        return faults.ToImmutable();
    }

    /// <summary>
    /// The points that it leaves alone are those that were there when it began: what the lost site put since into a repository that did not know is dated
    /// later, too.
    /// </summary>
    private async Task<ImmutableArray<string>> StoreAsync(
        EpochEntry epoch, IReadOnlyDictionary<string, Repository> into, CancellationToken cancellationToken)
    {
        var faults = await Task.WhenAll(into.Select(async place =>
        {
            var fault = await WithPatienceAsync(
                place.Value,
                (repository, stop) => StoreAsync(
                    repository,
                    $"epoch {epoch.Number} began with {epoch.Run}\n",
                    epoch.Begins,
                    [
                        Tags.EpochNumber(epoch.Number),
                        Tags.Run(epoch.Run),
                        Tags.Leader(epoch.Leader),
                        .. epoch.Active.Select(a => Tags.Active(a.System, a.Host)),
                        .. epoch.Before.Select(Tags.Before),
                    ],
                    stop),
                cancellationToken);
            return fault is null ? null : $"{place.Key} did not record who is active now: {fault}. If a lost site comes back, see that nothing there protects its old data.";
        }));
        return [.. faults.OfType<string>()];
    }

    /// <summary>Takes back an epoch that this run began and does not lead. The record stays; it counts for nothing.</summary>
    public async Task WithdrawAsync(string run, CancellationToken cancellationToken)
    {
        _memory.Forget(run);
        await Task.WhenAll(open.Values.Select(repository => WithPatienceAsync(
            repository,
            (target, stop) => StoreAsync(target, $"{run} does not lead\n", clock.GetUtcNow(), [Tags.Withdrawn, Tags.Run(run)], stop),
            cancellationToken)));
    }

    /// <summary>Points that are there although they are dated later: this machine's clock is slow, or that of a source is fast.</summary>
    private static IEnumerable<string> LaterThan(DateTimeOffset at, IEnumerable<Snapshot> snapshots) => snapshots
        .Where(s => s.Time > at && Tags.SystemOf(s.Tags) is not null)
        .OrderByDescending(s => s.Time)
        .Take(MostPointsNamed)
        .Select(EpochEntry.ShortIdOf);

    private Task<BackupReport> StoreAsync(Repository repository, string text, DateTimeOffset at, string[] tags, CancellationToken cancellationToken) =>
        repository.BackupAsync(
            new BackupRequest(
                [new ContentTarget(Encoding.UTF8.GetBytes(text), "/epoch")], Records.HostName, EpochTrust.Of(state).Sign([Tags.Epoch, .. tags], at), [], at, ["/epoch"]),
            null,
            cancellationToken);

    /// <returns>Null: it is done.</returns>
    private async Task<string?> WithPatienceAsync(Repository repository, Func<Repository, CancellationToken, Task> work, CancellationToken cancellationToken)
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
