using System.Collections.Immutable;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Restic.Faults;

namespace Holdfast.Execution.Evidence;

/// <summary>Keeps journals and evidence of a run that is over in all repositories that are open.</summary>
internal static class KeptRuns
{
    /// <returns>Which repositories hold both now; which do not, and why.</returns>
    public static async Task<(ImmutableArray<string> Kept, ImmutableSortedDictionary<string, string> NotKept)> KeepAsync(
        IRunStore state, RepositorySet repositories, CancellationToken cancellationToken)
    {
        var kept = ImmutableArray.CreateBuilder<string>();
        var notKept = repositories.Closed.ToBuilder();
        foreach (var (name, repository) in repositories.Open)
        {
            try
            {
                await KeptState.KeepAsync(repository, state, cancellationToken);
                kept.Add(name);
            }
            catch (RepositoryException e)
            {
                notKept[name] = e.Message; // The run is over and its evidence is here; the reader is told where it is not.
            }
        }

        return (kept.ToImmutable(), notKept.ToImmutable());
    }
}
