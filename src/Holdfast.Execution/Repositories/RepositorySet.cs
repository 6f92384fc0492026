using System.Collections.Concurrent;
using System.Collections.Immutable;
using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Failures;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories;

/// <summary>
/// The repositories of a plan, asked all at once and none without end. Whoever needs one copy goes on as soon as enough are open; the
/// others are asked on, and are in the set when they come.
/// </summary>
public sealed class RepositorySet : IAsyncDisposable
{
    private readonly ImmutableArray<RepositoryOpening> _openings;
    private readonly ConcurrentDictionary<string, string> _refused = [];
    private readonly TimeProvider _clock;
    private readonly TimeSpan _patience;
    private readonly long _begun;

    private RepositorySet(ImmutableArray<RepositoryOpening> openings, TimeProvider clock, TimeSpan patience) =>
        (_openings, _clock, _patience, _begun) = (openings, clock, patience, clock.GetTimestamp());

    /// <summary>Those that are open by now.</summary>
    public ImmutableSortedDictionary<string, Repository> Open =>
        Usable.ToImmutableSortedDictionary(o => o.Name, o => o.Repository!, StringComparer.Ordinal);

    /// <summary>The others, and why; one that may still come is among them.</summary>
    public ImmutableSortedDictionary<string, string> Closed => _openings
        .Where(o => o.Repository is null || _refused.ContainsKey(o.Name))
        .ToImmutableSortedDictionary(o => o.Name, o => _refused.GetValueOrDefault(o.Name) ?? o.Why ?? NotYet() + (o.Failure is { } failure ? $": {failure}" : ""), StringComparer.Ordinal);

    /// <summary>Snapshots of systems that need what is lost: repository, snapshot, and what is lost.</summary>
    public IEnumerable<LostCopy> Lost => Usable.SelectMany(o => o.Snapshots
        .Where(s => o.Lost?.ContainsKey(s.Id) == true)
        .Select(s => new LostCopy(Tags.SystemOf(s.Tags) ?? "", o.Name, s.Id.ToString(), s.Time, o.Lost![s.Id])));

    /// <summary>Those that are open and could not be looked through, and why: nothing is known of their packs.</summary>
    public ImmutableSortedDictionary<string, string> Unseen => Usable.Where(o => o.Lost is null)
        .ToImmutableSortedDictionary(o => o.Name, o => o.Unseen ?? NotYet(), StringComparer.Ordinal);

    private IEnumerable<RepositoryOpening> Usable => _openings.Where(o => o.Repository is not null && !_refused.ContainsKey(o.Name));

    /// <summary>Asks all, and comes back when enough have answered or patience is over. One that cannot be opened is not an error yet.</summary>
    public static async Task<RepositorySet> OpenAsync(
        World world, IEnumerable<RepositoryPlace> places, KeyFinder keys, TimeProvider clock, RepositoryAsking asking, CancellationToken cancellationToken)
    {
        RepositoryAddress[] addresses = [.. places.Select(p => world.AddressOf(p))];
        var set = new RepositorySet([.. addresses.Select(a => new RepositoryOpening(a, keys, clock, asking, cancellationToken))], clock, asking.Patience);
        set.RefuseTwins(addresses);
        try
        {
            await set.WaitAsync(asking, cancellationToken);
            return set;
        }
        catch // Whatever it was, nobody else can close what was opened by then. It is thrown on.
        {
            await set.DisposeAsync();
            throw;
        }
    }

    public static Task<RepositorySet> OpenAsync(
        World world, IEnumerable<RepositoryPlace> places, KeyFinder keys, TimeProvider clock, CancellationToken cancellationToken) =>
        OpenAsync(world, places, keys, clock, RepositoryAsking.Default, cancellationToken);

    /// <exception cref="RepositoryException">It is missing, the key is wrong, or it cannot be read.</exception>
    public static Task<Repository> OpenAsync(RepositoryAddress address, KeyFinder keys, TimeProvider clock, CancellationToken cancellationToken) =>
        RepositoryOpening.OpenAsync(
            address, keys, clock, BackendSettings.FromEnvironment with { RetryFor = RepositoryAsking.Default.Patience }, reads: true, cancellationToken);

    /// <summary>
    /// For writing, after the hosts that write to them made those that were never there. One that was there before is never made again, and
    /// another one in its place is not used.
    /// </summary>
    /// <param name="made">Hears of each repository that was made. One that could not be is among those that cannot be opened.</param>
    public static async Task<RepositorySet> OpenToWriteAsync(
        World world, IRunStore state, IAgentLink link, KeyFinder keys, TimeProvider clock, RepositoryAsking asking, Action<string> made, CancellationToken cancellationToken)
    {
        var known = RepositoryIds.Read(state, asking.Tell);
        var unmade = new Dictionary<string, string>();
        foreach (var place in world.Plan.Repositories.Where(p => !known.ContainsKey(p.Name)))
        {
            if (world.Plan.Systems.FirstOrDefault(s => s.Protection?.To.Contains(place.Name) == true) is not { } writer)
            {
                continue;
            }

            switch (await EnsureAsync(world, place, world.Plan.HostNamed(writer.RunsOn), link, cancellationToken))
            {
                case Done { Note: { } note }:
                    made($"{place.Name}: {note}");
                    break;
                case Failed failed when world.Plan.HostNamed(writer.RunsOn).Ssh is not null:
                    unmade[place.Name] = failed.Failure.OneLine;
                    break;
            }
        }

        var set = await OpenAsync(world, world.Plan.Repositories, keys, clock, asking with { Reads = false }, cancellationToken);
        foreach (var (name, why) in unmade.Where(u => set.Closed.ContainsKey(u.Key)))
        {
            set.Refuse(name, why); // This machine only sees that it is not there, or not from here.
        }

        foreach (var (name, id) in known)
        {
            if (set.Open.TryGetValue(name, out var repository) && repository.Id != id)
            {
                set.Refuse(
                    name,
                    $"it is not the repository that was written to before ({repository.Id[..8]}, not {id[..8]}); is another disk mounted at {repository.Location}? "
                        + $"(HINT: if the change is meant, remove {name} from {state.PlaceOf(StoreNames.Repositories)})");
            }
            else if (set.Closed.TryGetValue(name, out var why) && set._openings.Any(o => o.Name == name && o.IsMissing))
            {
                set.Refuse(name, $"{why} (it was there before: is its disk mounted?)");
            }
        }

        foreach (var (name, repository) in set.Open)
        {
            known[name] = repository.Id;
        }

        RepositoryIds.Write(state, known);
        RepositoryIds.WriteKeyNames(state, set.Open.Select(o => KeyValuePair.Create(o.Key, o.Value.KeyName)));
        await set.UnlockAsync(made, cancellationToken);
        return set;
    }

    /// <summary>What a process of this machine locked that was killed must keep no copy and no record of a failover out.</summary>
    /// <param name="tell">Hears what was removed, and where that was not possible.</param>
    public async Task UnlockAsync(Action<string> tell, CancellationToken cancellationToken)
    {
        foreach (var (name, repository) in Open)
        {
            try
            {
                if (await repository.UnlockOfTheDeadAsync(cancellationToken) is > 0 and var removed)
                {
                    tell($"{name}: removed {removed} locks of processes of this machine that are no more");
                }

                if (await repository.ObstacleAsync(cancellationToken) is { } obstacle)
                {
                    tell($"{name}: nothing can be stored in it: {obstacle.Failure.OneLine}");
                }
            }
            catch (RepositoryException e)
            {
                tell($"{name}: it could not be looked whether locks are left in it: {e.Message}"); // Whoever needs it alone is told again.
            }
        }
    }

    /// <summary>From now on it counts as one that cannot be opened.</summary>
    public void Refuse(string name, string why) => _refused[name] = why;

    /// <summary>The snapshots that it had when it was opened, oldest first; none of one that is not open.</summary>
    public IReadOnlyList<Snapshot> SnapshotsIn(string name) => Usable.FirstOrDefault(o => o.Name == name)?.Snapshots ?? [];

    /// <summary>How many snapshots it had when it was opened; of one that is not open 0.</summary>
    public int CountIn(string name) => SnapshotsIn(name).Count;

    /// <summary>What a snapshot needs and its repository has no more; null: nothing is known to be lost.</summary>
    public string? LostOf(string name, Snapshot snapshot) =>
        Usable.FirstOrDefault(o => o.Name == name)?.Lost is { } lost && lost.TryGetValue(snapshot.Id, out var why) ? why : null;

    /// <summary>How long the packs of a repository are together; null: it is not open, or could not be looked through.</summary>
    public long? PackBytesOf(string name) => Usable.FirstOrDefault(o => o.Name == name) is { Lost: not null, PackBytes: var stored } ? stored : null;

    /// <summary>Who is active since when, as far as those say that are open and believed, and as this machine remembers; nothing is written.</summary>
    public EpochRecord EpochsBy(IRunStore state)
    {
        return EpochRecord.In(Usable.SelectMany(o => o.Snapshots), new EpochMemory(state), EpochTrust.Of(state));
    }

    /// <summary>Whether a copy is still there with all that it needs, whatever was written down about it.</summary>
    public Func<ProtectionRecord, bool> Contents()
    {
        var there = Usable.SelectMany(o => o.Snapshots.Where(s => o.Lost?.ContainsKey(s.Id) != true).Select(s => (o.Name, s.Id.ToString()))).ToHashSet();
        return record => record.Snapshot is { } snapshot && there.Contains((record.Repository, snapshot));
    }

    /// <summary>Waits until each of these is open or is known not to open; not longer than the set's patience.</summary>
    public async Task WaitForAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        await Task.WhenAll(_openings.Where(o => names.Contains(o.Name) && !_refused.ContainsKey(o.Name)).Select(o => o.Answered)).WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync() => await Task.WhenAll(_openings.Select(o => o.DisposeAsync().AsTask()));

    private static async Task<Report> EnsureAsync(World world, RepositoryPlace place, Host writer, IAgentLink link, CancellationToken cancellationToken)
    {
        try
        {
            return await link.SendAsync(writer.Name, new EnsureRepositoryOrder(world.AddressOf(place, writer)), cancellationToken);
        }
        catch (FailureException e)
        {
            return Failed.Of(e.Failure); // There is no way from there to it.
        }
    }

    /// <summary>One store under two names is one copy: the first of them counts.</summary>
    private void RefuseTwins(IEnumerable<RepositoryAddress> addresses)
    {
        foreach (var store in addresses.Select(a => (a.Name, Store: Locations.StorageOf(a.At))).Where(a => a.Store is not null).GroupBy(a => a.Store))
        {
            foreach (var (name, _) in store.Skip(1))
            {
                Refuse(name, $"it is the same storage as {store.First().Name}, so nothing in it is a second copy (HINT: give one of them another place)");
            }
        }
    }

    private string NotYet() => _clock.GetElapsedTime(_begun) is var elapsed && elapsed < _patience
        ? $"it has not answered within {elapsed.TotalSeconds:0.0} s"
        : RepositoryOpening.TooLate(_patience);

    private async Task WaitAsync(RepositoryAsking asking, CancellationToken cancellationToken)
    {
        // Each ends by its own patience; one that does not even hear that it is told to stop, such as a disk that hangs, is not waited for.
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var late = Task.Delay(asking.Patience + TimeSpan.FromMilliseconds(500), _clock, enough.Token);
        var all = Task.WhenAll(_openings.Select(o => o.Done));
        while (asking.GoOnAfter is not null && !all.IsCompleted && !late.IsCompleted && !asking.IsEnough(Open.Keys.ToArray()))
        {
            await Task.WhenAny([late, all, .. _openings.Where(o => !o.Answered.IsCompleted).Select(o => o.Answered)]);
        }

        var rest = asking.GoOnAfter is { } after && !all.IsCompleted ? Task.Delay(after, _clock, enough.Token) : late;
        await Task.WhenAny(all, rest, late);
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}

/// <summary>A copy that needs what its repository has no more.</summary>
public sealed record LostCopy(string System, string Repository, string Snapshot, DateTimeOffset TakenAt, string Why);
