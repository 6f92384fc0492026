using System.Globalization;
using System.Security.Cryptography;

namespace Holdfast.Sources.Processes;

/// <summary>
/// A folder of mode 0700 for a copy that waits to be stored; gone when disposed. Its name tells whose it is
/// (<c>holdfast-PID-STARTTIME-RANDOM</c>), so that what a killed process left behind is removed by the next one.
/// </summary>
public sealed class StagingFolder : IAsyncDisposable
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private StagingFolder(string path) => Path = path;

    public string Path { get; }

    public static StagingFolder Create(string root)
    {
        try
        {
            Directory.CreateDirectory(root, OnlyOwner);
            RemoveLeftovers(root);
            var mine = ProcessTable.Find(Environment.ProcessId)?.StartTime ?? 0;
            var name = $"holdfast-{Environment.ProcessId}-{mine}-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
            return new(Directory.CreateDirectory(System.IO.Path.Combine(root, name), OnlyOwner).FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostException($"no staging folder can be made under {root}: {e.Message}", "name another staging folder", e);
        }
    }

    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
        return ValueTask.CompletedTask;
    }

    // Only where no one else can plant folders: in a folder open to all, a name proves nothing.
    private static void RemoveLeftovers(string root)
    {
        if ((File.GetUnixFileMode(root) & (UnixFileMode.OtherWrite | UnixFileMode.GroupWrite)) != 0) return;
        foreach (var folder in Directory.EnumerateDirectories(root, "holdfast-*"))
        {
            var parts = System.IO.Path.GetFileName(folder).Split('-');
            if (parts is [_, var pid, var start, _]
                && int.TryParse(pid, CultureInfo.InvariantCulture, out var id)
                && long.TryParse(start, CultureInfo.InvariantCulture, out var time)
                && !ProcessTable.IsAlive(id, time))
                Directory.Delete(folder, recursive: true);
        }
    }
}
