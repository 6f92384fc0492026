using Holdfast.Restic;
using Holdfast.Restic.Backends;

namespace Holdfast.Stages.Repositories;

/// <summary>Opens the repositories of a plan for writing and makes those that were never there.</summary>
public static class FirstUse
{
    /// <param name="tell">Hears of a repository that was made, and of one that could not be opened.</param>
    public static async Task<OpenRepositories> OpenAsync(World world, KeyFinder keys, TimeProvider clock, Action<string> tell, CancellationToken cancellationToken)
    {
        foreach (var place in world.Plan.Repositories)
        {
            var address = world.AddressOf(place);
            // Only where there is nothing at all: a repository that lost its config is damaged, not new.
            if (!Directory.Exists(address.At) || !Directory.EnumerateFileSystemEntries(address.At).Any())
            {
                try
                {
                    var password = await keys(address.Key, cancellationToken);
                    await using var made = await Repository.InitAsync(Locations.Open(address.At), password, clock, cancellationToken);
                    tell($"{place.Name}: new repository made at {address.At}");
                }
                catch (RepositoryException e)
                {
                    tell($"{place.Name}: {e.Message}"); // The copies that need it fail by name; the other repositories still get theirs.
                }
            }
        }

        return await OpenRepositories.OpenAsync(world, world.Plan.Repositories, keys, clock, cancellationToken);
    }
}
