using System.Globalization;

namespace Holdfast.Sources.Processes;

/// <summary>Who has files open, as far as we may see: as root everybody, else our own user's programs.</summary>
public static class OpenFiles
{
    /// <returns>The first other process that has one of the files open, such as <c>booking (pid 4711)</c>; null: none.</returns>
    public static string? UserOf(IEnumerable<string> files)
    {
        var wanted = files.ToHashSet(StringComparer.Ordinal);
        foreach (var process in ProcessTable.All())
            if (process.Pid != Environment.ProcessId && Of(process.Pid).Any(wanted.Contains)) return Describe(process.Pid);
        return null;
    }

    /// <returns>A process for people: <c>name (pid 4711)</c>.</returns>
    public static string Describe(int pid)
    {
        var id = pid.ToString(CultureInfo.InvariantCulture);
        try
        {
            return $"{File.ReadAllText($"/proc/{id}/comm").Trim()} (pid {id})";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"pid {id}";
        }
    }

    /// <summary>What a process has open, as the kernel names it: a path, <c>socket:[INODE]</c>; nothing where we may not look.</summary>
    public static IReadOnlyList<string> Of(int pid)
    {
        var opened = new List<string>();
        try
        {
            foreach (var descriptor in Directory.EnumerateFiles($"/proc/{pid}/fd"))
                if (new FileInfo(descriptor).LinkTarget is { } target) opened.Add(target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended, or is not ours to look into.
        }

        return opened;
    }
}
