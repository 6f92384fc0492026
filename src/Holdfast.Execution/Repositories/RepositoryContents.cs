using System.Collections.Immutable;
using Holdfast.Execution.Stages;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Restic;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories;

/// <summary>Which copies are in the repositories now, as far as these answer: all are asked at once, and none is waited for without end.</summary>
/// <param name="Open">Names of those that answered.</param>
/// <param name="Closed">Names of the others, and why. What is in them counts as nothing.</param>
public sealed record RepositoryContents(
    ImmutableSortedSet<string> Open, ImmutableSortedDictionary<string, string> Closed, IReadOnlySet<(string Repository, string Snapshot)> Snapshots)
{
    /// <summary>After this, one that was told to stop is left to itself.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Who is active since when, as far as those say that answered.</summary>
    public EpochRecord Epochs { get; init; } = EpochRecord.In([]);

    public bool Holds(ProtectionRecord copy) => copy.Snapshot is { } snapshot && Snapshots.Contains((copy.Repository, snapshot));

    /// <param name="patience">How long each may take to answer.</param>
    public static async Task<RepositoryContents> OfAsync(
        World world, IEnumerable<RepositoryPlace> places, KeyFinder keys, TimeProvider clock, TimeSpan patience, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(places.Select(place => AskAsync(world, place, keys, clock, patience, cancellationToken)));
        return new(
            [.. answers.Where(a => a.Why is null).Select(a => a.Name)],
            answers.Where(a => a.Why is not null).ToImmutableSortedDictionary(a => a.Name, a => a.Why!, StringComparer.Ordinal),
            answers.SelectMany(a => a.Snapshots.Select(s => (a.Name, s.Id.ToString()))).ToHashSet())
        {
            Epochs = EpochRecord.In(answers.SelectMany(a => a.Snapshots)),
        };
    }

    private static async Task<Answer> AskAsync(
        World world, RepositoryPlace place, KeyFinder keys, TimeProvider clock, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answering = Task.Run(() => LookAsync(world, place, keys, clock, cut.Token), cancellationToken);
        try
        {
            return await answering.WaitAsync(patience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            await cut.CancelAsync();
            await Task.WhenAny(answering, Task.Delay(Grace, clock, cancellationToken)); // So that a program that it started is ended, too.
            return new(place.Name, [], $"it did not answer within {patience.TotalSeconds:0.###} s");
        }
    }

    private static async Task<Answer> LookAsync(World world, RepositoryPlace place, KeyFinder keys, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await using var repository = await OpenRepositories.OpenAsync(world.AddressOf(place), keys, clock, cancellationToken);
            return new(place.Name, await repository.ReadableSnapshotsAsync(cancellationToken), null);
        }
        catch (RepositoryException e)
        {
            return new(place.Name, [], e.Hint is null ? e.Message : $"{e.Message} (HINT: {e.Hint})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(place.Name, [], e.Message);
        }
    }

    /// <param name="Why">Why it could not be looked into; null: it could.</param>
    private sealed record Answer(string Name, IReadOnlyList<Snapshot> Snapshots, string? Why);
}
