using Holdfast.Execution.Repositories;
using Holdfast.Presentation;
using Holdfast.Recovery.Trust;
using Holdfast.Restic.Faults;

namespace Holdfast.Cli.Runs;

/// <summary>What each repository that is open holds of what the organization signed: one that was robbed of it is found out by the others.</summary>
internal static class SignedElsewhere
{
    /// <returns>By repository; those that cannot be read are left out.</returns>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<SignedStatement>>> InAsync(RepositorySet repositories, CancellationToken cancellationToken)
    {
        var heard = new SortedDictionary<string, IReadOnlyList<SignedStatement>>(StringComparer.Ordinal);
        foreach (var (name, repository) in repositories.Open)
        {
            try
            {
                heard.Add(name, await KeptTrust.ReadAsync(repository, cancellationToken));
            }
            catch (RepositoryException e)
            {
                Screen.Warn($"what was signed could not be read from {name}: {e.Message}");
            }
        }

        return heard;
    }
}
