namespace Holdfast.Sources;

/// <summary>What a restore may replace by exactly the recovery point.</summary>
internal static class RestoreTarget
{
    // Emptied of everything else, any of these would take the host down with it. None is ever empty; /srv, /home and /opt may be.
    internal static IReadOnlySet<string> System { get; } = new HashSet<string>
    {
        "/", "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/proc", "/root", "/run", "/sbin", "/sys", "/tmp", "/usr", "/var", "/var/lib",
    };

    internal static void RefuseUnlessFolder(string folder)
    {
        if (System.Contains(folder))
            throw new HostException($"{folder} is not replaced by a restore: the operating system lives there",
                "name a folder of its own for the data");
        if (File.Exists(folder)) throw new HostException($"{folder} is a file where a folder shall be restored", "move it away");
    }

    /// <summary>
    /// Makes the folders above what is restored, for whoever works in one of them: restores run side by side, and what the engine makes on its
    /// way only its owner may enter.
    /// </summary>
    internal static void MakeWayTo(string target)
    {
        if (Path.GetDirectoryName(target) is { } above)
        {
            Directory.CreateDirectory(above);
        }
    }
}
