using Holdfast.Execution.Plans;
using Holdfast.Restic;

namespace Holdfast.Execution.Repositories;

/// <summary>How much room the disk of a repository on this machine has left.</summary>
public sealed record RepositoryRoom(string Repository, long FreeBytes, long TotalBytes)
{
    private const double Low = 0.1, NearlyFull = 0.03;

    public bool IsLow => FreeBytes < TotalBytes * Low;

    public bool IsNearlyFull => FreeBytes < TotalBytes * NearlyFull;

    /// <summary>Of those that are open and in a folder here; of others nobody knows.</summary>
    public static IEnumerable<RepositoryRoom> Of(World world, RepositorySet repositories)
    {
        foreach (var place in world.Plan.Repositories.Where(r => repositories.Open.ContainsKey(r.Name)))
        {
            if (world.AddressOf(place).At is var at && Locations.IsLocal(at) && On(place.Name, at) is { TotalBytes: > 0 } room)
            {
                yield return room;
            }
        }
    }

    private static RepositoryRoom? On(string name, string folder)
    {
        try
        {
            var disk = new DriveInfo(folder);
            return new(name, disk.AvailableFreeSpace, disk.TotalSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
