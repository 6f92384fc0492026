using Holdfast.Protocol;
using Holdfast.Restic;
using Holdfast.Restic.Backends;

namespace Holdfast.Stages.Repositories;

/// <summary>Opens the repositories of a plan for writing and makes those that were never there.</summary>
public static class FirstUse
{
    /// <param name="made">Hears of each repository that was made.</param>
    public static async Task<OpenRepositories> OpenAsync(World world, KeyFinder keys, TimeProvider clock, Action<string> made, CancellationToken cancellationToken)
    {
        foreach (var place in world.Plan.Repositories)
        {
            var address = world.AddressOf(place);
            // Only where there is nothing at all: a repository that lost its config is damaged, not new.
            if (!Directory.Exists(address.At) || !Directory.EnumerateFileSystemEntries(address.At).Any())
            {
                await MakeAsync(address, keys, clock, made, cancellationToken);
            }
        }

        return await OpenRepositories.OpenAsync(world, world.Plan.Repositories, keys, clock, cancellationToken);
    }

    private static async Task MakeAsync(
        RepositoryAddress address, KeyFinder keys, TimeProvider clock, Action<string> made, CancellationToken cancellationToken)
    {
        try
        {
            await using var repository = await Repository.InitAsync(
                Locations.Open(address.At), await keys(address.Key, cancellationToken), clock, cancellationToken);
            made($"{address.Name}: new repository made at {address.At}");
        }
        catch (RepositoryException)
        {
            // Opening it next says what is wrong; the other repositories still get their copies.
        }
    }
}
