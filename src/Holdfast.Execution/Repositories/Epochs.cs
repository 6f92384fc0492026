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
        var faults = await Task.WhenAll(open.Select(async place =>
        {
            var fault = await WriteAsync(
                place.Value,
                async (repository, stop) => await StoreAsync(
                    repository,
                    $"epoch {number} began with {run}\n",
                    at,
                    [
                        Tags.EpochNumber(number),
                        Tags.Run(run),
                        Tags.Leader(ThisLeader),
                        .. active.Select(a => Tags.Active(a.System, a.Host)),
                        .. LaterThan(at, await repository.ReadableSnapshotsAsync(stop)).Select(Tags.Before),
                    ],
                    stop),
                cancellationToken);
            return fault is null ? null : $"{place.Key} did not record who is active now: {fault}. If a lost site comes back, see that nothing there protects its old data.";
        }));
        _memory.Remember(EpochEntry.OfOurs(number, at, run, ThisLeader, active));
        return [.. faults.OfType<string>()];
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

            faults.AddRange(await new Epochs(lacking, state, clock).BeginAsync(
                ours.Number, ours.Run, ours.Begins, [.. ours.Active.Select(a => (a.System, a.Host))], cancellationToken));
        }

        return faults.ToImmutable();
    }

    /// <summary>Takes back an epoch that this run began and does not lead. The record stays; it counts for nothing.</summary>
    public async Task WithdrawAsync(string run, CancellationToken cancellationToken)
    {
        _memory.Forget(run);
        await Task.WhenAll(open.Values.Select(repository => WriteAsync(
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

    /// <returns>Null: it is written.</returns>
    private async Task<string?> WriteAsync(Repository repository, Func<Repository, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await write(repository, either.Token);
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
