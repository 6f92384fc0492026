using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Operations.Locks;

/// <summary>What keeps everyone who writes out of a repository and does not pass by itself: a lock that cannot be read, or the exclusive one of somebody who is gone.</summary>
internal static class Obstacle
{
    /// <summary>Somebody may be writing it at the moment that we look.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <returns>What to say and to do; null: nothing does.</returns>
    internal static async Task<RepositoryException?> InAsync(OpenRepository repository, CancellationToken ct)
    {
        var locks = await RepositoryLock.ListAsync(repository, ct);
        if (locks.Any(l => l.Lock is null))
        {
            await Task.Delay(Again, repository.Clock, ct);
            locks = await RepositoryLock.ListAsync(repository, ct);
        }

        foreach (var (file, held) in locks)
        {
            if (held is null)
            {
                return UnreadableLocks.Error(repository, file);
            }

            if (held.IsExclusive && held.IsStale(repository.Clock.GetUtcNow()))
            {
                return RepositoryLock.HeldError(repository, held);
            }
        }

        return null;
    }
}
