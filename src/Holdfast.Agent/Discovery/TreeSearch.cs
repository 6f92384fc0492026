using Holdfast.Sources.Kinds.Sqlite;

namespace Holdfast.Agent.Discovery;

/// <summary>
/// One walk over the places where data usually lies, for everything that is known by its files. It follows no link, enters no other
/// machine's disk, and ends after so many entries whatever it meets; what lies near the top is seen first.
/// </summary>
internal sealed class TreeSearch(Machine machine, int mostEntries)
{
    internal const int MostEntries = 300_000;
    private const int MostInOneFolder = 20_000;
    private const int Deepest = 24;

    private static readonly string[] Places = ["/srv", "/opt", "/data", "/var/www", "/var/lib", "/var/local", "/usr/local", "/home", "/root"];

    // What programs keep for themselves and make again, or what is looked for in another way.
    private static readonly HashSet<string> Skipped =
    [
        "/var/lib/apt", "/var/lib/dpkg", "/var/lib/rpm", "/var/lib/dnf", "/var/lib/docker", "/var/lib/containers", "/var/lib/containerd", "/var/lib/systemd",
        "/var/lib/snapd", "/var/lib/flatpak", "/var/lib/PackageKit", "/var/lib/fwupd", "/var/lib/command-not-found", "/var/lib/man-db", "/var/lib/plocate",
        "/var/lib/mlocate", "/var/lib/holdfast", "/var/lib/private", "/usr/local/lib/python3",
    ];

    private static readonly HashSet<string> SkippedNames = ["node_modules", "__pycache__", "lost+found", "site-packages", "dist-packages"];

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly int _most = mostEntries;
    private int _met;

    internal List<string> PostgreSqlFolders { get; } = [];

    internal List<string> MariaDbFolders { get; } = [];

    internal List<string> SqliteFiles { get; } = [];

    internal List<string> ComposeFiles { get; } = [];

    internal void Walk(CancellationToken cancellation)
    {
        var mounts = new MountTable(machine);
        var open = new Queue<(string Folder, int Depth)>(Places.Select(machine.Canonical).OfType<string>().Where(machine.HasFolder).Select(p => (p, 0)));
        var seen = new HashSet<string>(); // One place may lie in another, where a link leads there.
        while (open.TryDequeue(out var next) && _met < _most)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!seen.Add(next.Folder)) continue;
            if (mounts.At(next.Folder) is { } type && !MountTable.IsDisk(type))
            {
                if (!MountTable.HoldsNoData(type)) machine.Note($"{next.Folder} was not searched: it is another machine's or a special file system ({type})");
                continue;
            }

            foreach (var inside in Look(next.Folder).Where(f => !Skipped.Contains(f)))
            {
                if (next.Depth < Deepest) open.Enqueue((inside, next.Depth + 1));
            }
        }

        if (_met >= _most) machine.Note($"the search for data ended after {_most} files and folders; there may be more");
    }

    /// <returns>The folders in it that are worth a look.</returns>
    private List<string> Look(string folder)
    {
        var entries = new List<FileSystemInfo>();
        try
        {
            foreach (var entry in new DirectoryInfo(machine.Real(folder)).EnumerateFileSystemInfos("*", Everything))
            {
                if (++_met >= _most) break;
                if (entries.Count == MostInOneFolder)
                {
                    machine.Note($"{folder} holds more than {MostInOneFolder} entries; only some were looked at");
                    break;
                }

                entries.Add(entry);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            machine.Note($"{folder} cannot be read{(e is UnauthorizedAccessException ? " by this user" : $": {e.Message}")}");
        }

        var names = entries.Select(e => e.Name).ToHashSet();
        if (names.Contains("PG_VERSION") && names.Contains("global"))
        {
            PostgreSqlFolders.Add(folder);
            return [];
        }

        if (names.Contains("mysql") && (names.Contains("ibdata1") || names.Contains("aria_log_control")))
        {
            MariaDbFolders.Add(folder);
            return [];
        }

        return IsRepository(names) ? [] : Sort(folder, entries);
    }

    private List<string> Sort(string folder, List<FileSystemInfo> entries)
    {
        var folders = new List<string>();
        foreach (var entry in entries.OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            var name = $"{folder}/{entry.Name}";
            if (entry.Name.Contains('\uFFFD', StringComparison.Ordinal))
            {
                machine.Note($"{name} was not looked at: its name is no text in UTF-8");
            }
            else if (!entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && !entry.Name.StartsWith('.') && !SkippedNames.Contains(entry.Name))
            {
                if (entry is DirectoryInfo) folders.Add(name);
                else if (IsCompose(entry.Name)) ComposeFiles.Add(name);
                else if (entry is FileInfo file && SqliteHeader.IsIn(file)) SqliteFiles.Add(name);
            }
        }

        return folders;
    }

    // Ours or restic's: copies are not data to be copied again.
    private static bool IsRepository(HashSet<string> names) => names.IsSupersetOf(["config", "data", "index", "keys", "snapshots"]);

    private static bool IsCompose(string name) => name is "compose.yaml" or "compose.yml" or "docker-compose.yaml" or "docker-compose.yml";
}
