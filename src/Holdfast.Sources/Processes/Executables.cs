namespace Holdfast.Sources.Processes;

/// <summary>Finds programs as a shell does: by path, else along PATH; never in the current folder.</summary>
public static class Executables
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <returns>An absolute path; null when there is no such program.</returns>
    public static string? Find(string name, string? folder, string? path)
    {
        if (name.Contains('/', StringComparison.Ordinal))
            return Existing(Path.GetFullPath(name, folder ?? Environment.CurrentDirectory));
        return (path ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin").Split(':')
            .Where(Path.IsPathRooted).Select(place => Existing(Path.Combine(place, name))).FirstOrDefault(found => found is not null);
    }

    private static string? Existing(string file) =>
        File.Exists(file) && (File.GetUnixFileMode(file) & Executable) != 0 ? file : null;
}
