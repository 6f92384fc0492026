using System.Collections.Immutable;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Stages.Repositories;

/// <summary>Repositories of a plan that could be opened, and why the others could not.</summary>
public sealed class OpenRepositories : IAsyncDisposable
{
    private OpenRepositories(ImmutableSortedDictionary<string, Repository> open, ImmutableSortedDictionary<string, string> closed)
    {
        Open = open;
        Closed = closed;
    }

    public ImmutableSortedDictionary<string, Repository> Open { get; }

    /// <summary>Name of the repository, and why it could not be opened.</summary>
    public ImmutableSortedDictionary<string, string> Closed { get; }

    /// <summary>Opens what can be opened; one that cannot is no error yet, since others may hold the same.</summary>
    public static async Task<OpenRepositories> OpenAsync(
        World world, IEnumerable<RepositoryPlace> places, KeyFinder keys, TimeProvider clock, CancellationToken cancellationToken)
    {
        var open = ImmutableSortedDictionary.CreateBuilder<string, Repository>(StringComparer.Ordinal);
        var closed = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var place in places)
        {
            try
            {
                open[place.Name] = await OpenAsync(world.AddressOf(place), keys, clock, cancellationToken);
            }
            catch (RepositoryException e)
            {
                closed[place.Name] = e.Message;
            }
        }

        return new(open.ToImmutable(), closed.ToImmutable());
    }

    /// <exception cref="RepositoryException">It is missing, the key is wrong, or it cannot be read.</exception>
    public static async Task<Repository> OpenAsync(
        RepositoryAddress address, KeyFinder keys, TimeProvider clock, CancellationToken cancellationToken) =>
        await Repository.OpenAsync(Locations.Open(address.At), await keys(address.Key, cancellationToken), clock, cancellationToken);

    /// <summary>The newest epoch that any of them knows.</summary>
    public async Task<EpochRecord> EpochAsync(CancellationToken cancellationToken)
    {
        var snapshots = new List<Snapshot>();
        foreach (var repository in Open.Values)
        {
            snapshots.AddRange(await repository.SnapshotsAsync(cancellationToken));
        }

        return EpochRecord.In(snapshots);
    }

    /// <summary>Records in each of them that another site is active from now on.</summary>
    /// <param name="run">The failover that makes it so.</param>
    public async Task BeginEpochAsync(string run, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var next = (await EpochAsync(cancellationToken)).Current + 1;
        foreach (var repository in Open.Values)
        {
            await Records.BeginEpochAsync(repository, next, run, at, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var repository in Open.Values)
        {
            await repository.DisposeAsync();
        }
    }
}
