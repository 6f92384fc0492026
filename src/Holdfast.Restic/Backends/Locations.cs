namespace Holdfast.Restic.Backends;

/// <summary>Where repositories are, as people write it.</summary>
public static class Locations
{
    // restic's other schemes. A relative path may hold a colon, so only these names are taken for one.
    private static readonly string[] OtherSchemes = ["sftp", "rest", "s3", "swift", "b2", "azure", "gs", "rclone"];

    /// <param name="location">A path, or <c>local:</c> and a path.</param>
    public static IBackend Open(string location)
    {
        ArgumentException.ThrowIfNullOrEmpty(location);
        var colon = location.IndexOf(':', StringComparison.Ordinal);
        var scheme = colon < 0 ? "" : location[..colon];
        return scheme == "local" ? new LocalBackend(location[(colon + 1)..])
            : OtherSchemes.Contains(scheme) ? throw new RepositoryException(
                RepositoryFault.Unsupported,
                $"{scheme}: repositories cannot be reached yet, only folders of this machine",
                "mount the storage and give its path; restic itself reads the same repository over other protocols")
            : new LocalBackend(location);
    }
}
