using System.Collections.Immutable;
using Holdfast.Execution.Stores;
using Holdfast.Restic;
using Holdfast.Restic.Faults;

namespace Holdfast.Execution.Repositories;

/// <summary>What is wrong with repositories although no copy in them is: nobody can store in one, or the plan, the journals and the evidence that it keeps are lost.</summary>
public static class RepositoryTroubles
{
    /// <summary>Whoever only looks does not wait longer for what is beside the copies.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>By repository, a sentence with what to do. Looks and reads a few small files; writes nothing.</summary>
    /// <param name="state">Whose journals and evidence the repositories should have.</param>
    public static async Task<ImmutableSortedDictionary<string, string>> InAsync(RepositorySet repositories, IRunStore state, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(repositories.Open.Select(async place => (place.Key, Why: await OfAsync(place.Value, state, cancellationToken))));
        return found.Where(f => f.Why is not null).ToImmutableSortedDictionary(f => f.Key, f => f.Why!, StringComparer.Ordinal);
    }

    private static async Task<string?> OfAsync(Repository repository, IRunStore state, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Patience);
        try
        {
            if (await repository.ObstacleAsync(late.Token) is { } obstacle)
            {
                return $"nothing can be stored in it: {obstacle.Failure.OneLine}";
            }

            if (await Records.DamageOfPlanAsync(repository, late.Token) is { } damage)
            {
                return $"the plan in it cannot be read: {damage} (HINT: \"holdfast protect\" keeps it anew)";
            }

            return await KeptState.LostInAsync(repository, state, late.Token) is { } lost
                ? $"the journals or the evidence in it cannot be read: {lost} (HINT: \"holdfast protect\" keeps them anew)"
                : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null; // It answered before; whether it does is said of it elsewhere.
        }
        catch (RepositoryException e)
        {
            return e.Failure.OneLine;
        }
    }
}
