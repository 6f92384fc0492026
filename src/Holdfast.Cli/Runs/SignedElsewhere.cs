using Holdfast.Execution.Repositories;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Trust;
using Holdfast.Restic.Faults;

namespace Holdfast.Cli.Runs;

/// <summary>What each repository that is open holds of what the organization signed: one that was robbed of it is found out by the others.</summary>
internal static class SignedElsewhere
{
    /// <summary>They answer at once or are not there: where a repository is found elsewhere, its place in the plan is often lost.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The same, and of those that are asked nowhere else because the repository that holds the plan says where they are: which of them it is itself, and in which
    /// folder the plan lies. Whoever robbed it could have said so.
    /// </summary>
    /// <param name="places">Those that the loss leaves.</param>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<SignedStatement>>> InAsync(
        Session session, RepositorySet repositories, IReadOnlyCollection<RepositoryPlace> places, CancellationToken cancellationToken)
    {
        var heard = new SortedDictionary<string, IReadOnlyList<SignedStatement>>((await InAsync(repositories, cancellationToken)).ToDictionary(), StringComparer.Ordinal);
        if (session.Trust.IsLocal || session.Trust.Standing.IsNewest)
        {
            return heard;
        }

        var asked = places.Select(session.Plan.Real().AddressOf).Select(a => a.At).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in new[] { session.Plan.Folder, session.Trust.Standing.Moved?.Was }.OfType<string>().Distinct())
        {
            var world = (session.Plan with { Folder = folder, Elsewhere = session.Plan.Elsewhere.Clear() }).Real();
            RepositoryPlace[] others = [.. places.Where(p => asked.Add(world.AddressOf(p).At))];
            await using var there = await RepositorySet.OpenAsync(world, others, session.Keys, session.Clock, new(Patience), cancellationToken);
            foreach (var (name, statements) in await InAsync(there, cancellationToken))
            {
                heard[$"{name} at {world.AddressOf(session.Plan.Plan.RepositoryNamed(name)).At}"] = statements;
            }
        }

        return heard;
    }

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
