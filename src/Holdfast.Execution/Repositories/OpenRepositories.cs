using System.Collections.Immutable;
using Holdfast.Execution.Stages;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Restic;
using Holdfast.Restic.Backends;

namespace Holdfast.Execution.Repositories;

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
                closed[place.Name] = e.Hint is null ? e.Message : $"{e.Message} (HINT: {e.Hint})";
            }
        }

        return new(open.ToImmutable(), closed.ToImmutable());
    }

    /// <exception cref="RepositoryException">It is missing, the key is wrong, or it cannot be read.</exception>
    public static async Task<Repository> OpenAsync(
        RepositoryAddress address, KeyFinder keys, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            return await Repository.OpenAsync(Locations.Open(address.At), await keys(address.Key, cancellationToken), clock, cancellationToken);
        }
        catch (RepositoryException e) when (e.Fault == RepositoryFault.NotFound && Holds(address.At, "keys"))
        {
            throw new RepositoryException(
                RepositoryFault.NotFound,
                $"the repository in {address.At} has lost its config, without which nothing in it can be read",
                $"put the file {Path.Combine(address.At, "config")} back from a copy of the repository; nothing is made anew over it",
                e);
        }
        catch (RepositoryException e) when (e.Fault == RepositoryFault.NotFound && Holds(address.At, ""))
        {
            throw new RepositoryException(
                RepositoryFault.NotFound,
                $"{address.At} is no repository, and other things are in it",
                "name an empty place, or find out what it is: nothing is ever made over it",
                e);
        }
    }

    /// <summary>The same, but for one that must not be used.</summary>
    public OpenRepositories Without(string name, string why) => new(Open.Remove(name), Closed.SetItem(name, why));

    /// <summary>What is in them now: a copy that is in none of them promises nothing, whatever was written down about it.</summary>
    public async Task<Func<ProtectionRecord, bool>> ContentsAsync(CancellationToken cancellationToken)
    {
        var there = new HashSet<(string, string)>();
        foreach (var (name, repository) in Open)
        {
            there.UnionWith((await repository.ReadableSnapshotsAsync(cancellationToken)).Select(s => (name, s.Id.ToString())));
        }

        return record => record.Snapshot is { } snapshot && there.Contains((record.Repository, snapshot));
    }

    private static bool Holds(string at, string folder) =>
        Path.Combine(at, folder) is var path && Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any();

    public async ValueTask DisposeAsync()
    {
        foreach (var repository in Open.Values)
        {
            await repository.DisposeAsync();
        }
    }
}
