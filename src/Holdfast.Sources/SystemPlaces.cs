namespace Holdfast.Sources;

/// <summary>Where the operating system has what every machine has of its own: a link into it misses no one's data.</summary>
public static class SystemPlaces
{
    private static readonly string[] Places = ["/usr/", "/lib/", "/lib64/", "/bin/", "/sbin/", "/proc/", "/sys/", "/dev/", "/run/"];

    /// <param name="path">Absolute; of any other nothing is known.</param>
    public static bool Hold(string path) => Places.Any(place => (path + "/").StartsWith(place, StringComparison.Ordinal));
}
