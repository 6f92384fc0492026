using System.Globalization;
using Holdfast.Sources.Processes;

namespace Holdfast.Sources.Kinds.PostgreSql;

/// <summary>The server's first process, which works in the cluster's folder and leaves its pid there.</summary>
internal static class Postmaster
{
    internal static readonly string[] Leavings = ["postmaster.pid", "postmaster.opts"];

    /// <returns>The living server of this cluster, such as <c>postgres (pid 4711)</c>; null: none.</returns>
    internal static string? Of(string cluster)
    {
        var file = Path.Combine(cluster, Leavings[0]);
        if (!File.Exists(file)) return null;
        var first = File.ReadLines(file).FirstOrDefault();
        if (!int.TryParse(first, CultureInfo.InvariantCulture, out var pid)) return null;
        if (ProcessTable.Find(pid) is not { IsAlive: true }) return null;
        return IsAt(pid, cluster) ? OpenFiles.Describe(pid) : null;
    }

    // The pid may have been given to another program since; a postmaster's working folder is its cluster. Where we may not
    // see the folder, the file's word counts: refusing too often costs a look, restoring under a server costs the data.
    private static bool IsAt(int pid, string cluster)
    {
        try
        {
            return new DirectoryInfo($"/proc/{pid}/cwd").LinkTarget is not { } place || place == RealPath(cluster);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static string RealPath(string folder)
    {
        var real = "/";
        foreach (var part in folder.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            real = Directory.ResolveLinkTarget(real, returnFinalTarget: true)?.FullName ?? real;
        }

        return real;
    }
}
