using Holdfast.Execution.Repositories.Kept;
using Holdfast.Protocol;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories;

/// <summary>One repository on its way to being open: reached, its snapshots listed, what they need looked for. Each comes when it comes.</summary>
internal sealed class RepositoryOpening : IAsyncDisposable
{
    /// <summary>After this, one that was told to stop is left to itself.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>The store itself gives up later than the opening does, so that no try that fits is left out; what is asked of it afterwards ends, too.</summary>
    private static readonly TimeSpan AfterPatience = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _late;
    private readonly CancellationTokenSource _cut;
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _clock;
    private readonly TimeSpan _patience;
    private volatile Answer? _answer;
    private volatile string? _why;
    private volatile string? _failure;
    private volatile bool _isMissing;

    public RepositoryOpening(RepositoryAddress address, KeyFinder keys, TimeProvider clock, RepositoryAsking asking, CancellationToken cancellationToken)
    {
        (Name, _clock, _patience) = (address.Name, clock, asking.Patience);
        _late = new(asking.Patience, clock);
        _cut = CancellationTokenSource.CreateLinkedTokenSource(_late.Token, cancellationToken);
        var distrusted = asking.Distrusted[address.Name].ToHashSet(StringComparer.Ordinal);
        Done = Task.Run(() => RunAsync(address, keys, asking, distrusted), CancellationToken.None);
    }

    public string Name { get; }

    /// <summary>Open, or known not to open.</summary>
    public Task Answered => _answered.Task;

    /// <summary>Looked through, too. Never fails.</summary>
    public Task Done { get; }

    public Repository? Repository => _answer?.Repository;

    public IReadOnlyList<Snapshot> Snapshots => _answer?.Snapshots ?? [];

    /// <summary>Snapshots that need what is lost, with what that is; null: no one has looked yet, or could.</summary>
    public IReadOnlyDictionary<SnapshotId, string>? Lost { get; private set; }

    /// <summary>How long its packs are together; null: no one has looked yet, or could.</summary>
    public long? PackBytes { get; private set; }

    /// <summary>Why it is not open; null: it is, or may still come.</summary>
    public string? Why => _answer is null ? _why : null;

    /// <summary>Whether there is no repository where it should be.</summary>
    public bool IsMissing => _isMissing;

    /// <summary>What failed last and is tried again; null: nothing did.</summary>
    public string? Failure => _failure;

    /// <summary>Why it could not be looked through although it is open.</summary>
    public string? Unseen => _answer is null ? null : _why;

    /// <param name="reads">Whether nothing is written, so that it is opened although its config is lost.</param>
    /// <exception cref="RepositoryException">It is missing, the key is wrong, or it cannot be read.</exception>
    public static async Task<Repository> OpenAsync(
        RepositoryAddress address, KeyFinder keys, TimeProvider clock, BackendSettings settings, bool reads, CancellationToken cancellationToken)
    {
        IBackend? backend = null;
        try
        {
            backend = Locations.Open(address.At, settings with { Ssh = new(address.Over?.HostKey, address.Over?.Via) });
            var key = await keys(address.Key, cancellationToken);
            return reads
                ? await Repository.OpenToReadAsync(backend, key, address.KeyName, clock, cancellationToken)
                : await Repository.OpenAsync(backend, key, address.KeyName, clock, cancellationToken);
        }
        catch (Exception e) // Whatever it was: no program that was started to reach it may stay behind. It is thrown on.
        {
            if (backend is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync();
            }

            if (e is RepositoryException { Fault: RepositoryFault.NotFound } missing && WhatIsThere(address, missing) is { } told)
            {
                throw told;
            }

            throw;
        }
    }

    public static string TooLate(TimeSpan patience) => $"it did not answer within {patience.TotalSeconds:0.###} s";

    public async ValueTask DisposeAsync()
    {
        await _cut.CancelAsync();
        await Task.WhenAny(Done, Task.Delay(Grace, _clock)); // So that a program that it started is ended, too.
        if (_answer is { } answer)
        {
            await answer.Repository.DisposeAsync();
        }

        if (Done.IsCompleted)
        {
            _cut.Dispose();
            _late.Dispose();
        }
    }

    private async Task RunAsync(RepositoryAddress address, KeyFinder keys, RepositoryAsking asking, HashSet<string> distrusted)
    {
        var settings = BackendSettings.FromEnvironment with
        {
            RetryFor = asking.Patience + AfterPatience, StuckAfter = asking.Patience + AfterPatience, Tell = Retried,
        };
        Repository? repository = null;
        try
        {
            repository = await OpenAsync(address, keys, _clock, settings, asking.Reads, _cut.Token);
            if (repository.Doubt is { } doubt)
            {
                asking.Tell($"{Name}: {doubt}. It is read all the same, and nothing is written to it (HINT: bring the file \"config\" back from a copy of the repository)");
            }

            var damaged = new List<RepositoryException>();
            _answer = new(repository, await repository.SnapshotsAsync(damaged.Add, _cut.Token));
            if (damaged.Count > 0)
            {
                asking.Tell($"{Name}: {damaged.Count} {(damaged.Count == 1 ? "snapshot" : "snapshots")} cannot be read, so what they hold does not count; the first: {damaged[0].Message}");
            }

            _answered.TrySetResult();
            await LookThroughAsync(repository, [.. _answer.Snapshots.Where(s => Tags.IsOfASystem(s.Tags))], distrusted);
        }
        catch (OperationCanceledException)
        {
            _why = TooLate(_patience) + $"{(_failure is { } failure ? $": {failure}" : "")}";
        }
        catch (RepositoryException e)
        {
            _isMissing = e.Fault == RepositoryFault.NotFound;
            _why = e.Failure.OneLine;
        }
        catch (Exception e) // Whatever it is, it is the reason why this one is not open; the others may be.
        {
            _why = e.Message;
        }

        if (_answer is null && repository is not null)
        {
            await repository.DisposeAsync();
        }

        _answered.TrySetResult();

        void Retried(string message)
        {
            _failure = message.Split("; trying again", 2)[0];
            asking.Tell($"{Name}: {message}");
        }
    }

    /// <summary>Of a repository that is not as it should be every copy lacks something: what can be had only from here is brought back when nothing else is left.</summary>
    private async Task LookThroughAsync(Repository repository, IReadOnlyCollection<Snapshot> points, HashSet<string> distrusted)
    {
        var (lost, stored) = await repository.PresenceAsync(points, distrusted, _cut.Token);
        PackBytes = stored;
        Lost = repository.Doubt is not { } doubt
            ? lost
            : points.DistinctBy(p => p.Id).ToDictionary(p => p.Id, p => lost.GetValueOrDefault(p.Id) ?? $"{doubt}; a restore reads it all the same, and nothing is written to it");
    }

    private static RepositoryException? WhatIsThere(RepositoryAddress address, RepositoryException missing) =>
        Holds(address.At, "keys") ? new(
            RepositoryFault.NotFound,
            $"the repository in {address.At} has lost its config, so nothing is stored in it; what it holds is read all the same, by status, restore and failover",
            $"put the file {Path.Combine(address.At, "config")} back from a copy of the repository; nothing is made anew over it",
            missing)
        : Holds(address.At, "") ? new(
            RepositoryFault.NotFound,
            $"{address.At} is not a repository, and other things are in it",
            "name an empty place, or find out what it is: nothing is ever made over it",
            missing)
        : null;

    private static bool Holds(string at, string folder) =>
        Path.Combine(at, folder) is var path && Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any();

    private sealed record Answer(Repository Repository, IReadOnlyList<Snapshot> Snapshots);
}
