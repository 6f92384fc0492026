namespace Holdfast.Restic.Operations.Locks;

/// <summary>Removes locks of those who are gone.</summary>
internal static class Unlock
{
    /// <param name="all">Also those of programs that may still work: their next step may then damage the repository.</param>
    /// <returns>How many were removed.</returns>
    internal static Task<int> RunAsync(OpenRepository repository, bool all, CancellationToken ct) =>
        RunAsync(repository, held => all || (held?.IsStale(repository.Clock.GetUtcNow()) ?? false), ct); // One that cannot be read may be anybody's: only "all" removes it.

    /// <summary>Only those of processes of this machine that are no more: that they work no longer is known, whatever a clock says.</summary>
    internal static Task<int> OfTheDeadAsync(OpenRepository repository, CancellationToken ct) => RunAsync(repository, held => held is { IsOfTheDead: true }, ct);

    private static async Task<int> RunAsync(OpenRepository repository, Func<LockFile?, bool> isGone, CancellationToken ct)
    {
        var removed = 0;
        foreach (var (file, held) in await RepositoryLock.ListAsync(repository, ct))
        {
            if (isGone(held))
            {
                await repository.Backend.RemoveAsync(file, ct);
                removed++;
            }
        }

        return removed;
    }
}
