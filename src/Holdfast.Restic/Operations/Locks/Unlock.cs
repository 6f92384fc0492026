namespace Holdfast.Restic.Operations.Locks;

/// <summary>Removes locks of those who are gone.</summary>
internal static class Unlock
{
    /// <param name="all">Also those of programs that may still work: their next step may then damage the repository.</param>
    /// <returns>How many were removed.</returns>
    internal static async Task<int> RunAsync(OpenRepository repository, bool all, CancellationToken ct)
    {
        var removed = 0;
        foreach (var (file, held) in await RepositoryLock.ListAsync(repository, ct))
        {
            // A lock that cannot be read may be anybody's: only "all" removes it.
            if (all || (held?.IsStale(repository.Clock.GetUtcNow()) ?? false))
            {
                await repository.Backend.RemoveAsync(file, ct);
                removed++;
            }
        }

        return removed;
    }
}
