using Holdfast.Execution.Plans;
using Holdfast.Restic;

namespace Holdfast.Execution.Repositories;

/// <summary>How much room the disk of a repository on this machine has left.</summary>
public sealed record RepositoryRoom(string Repository, long FreeBytes, long TotalBytes)
{
    /// <summary>Some hundred bytes, and the blocks of a file system.</summary>
    private const long ForALock = 64 * 1024;

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

    /// <summary>How much has to be free so that removing can begin: a lock, and in the end an index of what stays beside the old one.</summary>
    public static long NeededToRemove(string folder)
    {
        try
        {
            return ForALock + new DirectoryInfo(Path.Combine(folder, "index")).EnumerateFiles().Sum(f => f.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ForALock;
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
