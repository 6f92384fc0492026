using System.Globalization;

namespace Holdfast.Agent.Discovery;

/// <summary>
/// PostgreSQL clusters, in three ways, because each misses some: Debian's own list, data folders on disk, and servers that run now.
/// </summary>
internal sealed class PostgreSqlFinder(Machine machine)
{
    private const int UsualPort = 5432;

    internal async Task<IReadOnlyList<FoundPostgreSql>> FindAsync(IEnumerable<string> folders, CancellationToken cancellation)
    {
        var found = new SortedDictionary<string, FoundPostgreSql>(StringComparer.Ordinal);
        // Ver Cluster Port Status Owner Data-directory Log-file
        var listed = await machine.RunAsync("pg_lsclusters", ["--no-header"], cancellation) ?? "";
        foreach (var words in listed.Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            // One whose data is gone has no owner, and is nothing to protect.
            if (words is not [var version, var name, var port, var status, var owner, var folder, ..] || owner.StartsWith('<') || !folder.StartsWith('/')) continue;
            var place = machine.Canonical(folder) ?? folder;
            found[place] = new(
                name, version, place, Port(port) ?? UsualPort, owner, Program(version), status.StartsWith("online", StringComparison.Ordinal), DebianConfiguration(version, name), null);
        }

        foreach (var folder in folders.Concat(RunningFolders()).Distinct().Where(f => !found.ContainsKey(f))) found[folder] = Look(folder);
        var complete = new List<FoundPostgreSql>();
        foreach (var cluster in found.Values) complete.Add(cluster with { Database = await LargestDatabaseAsync(cluster, cancellation) });
        return complete;
    }

    private FoundPostgreSql Look(string folder)
    {
        var version = machine.Read(folder + "/PG_VERSION")?.Trim() ?? Version(folder);
        var name = Path.GetFileName(folder);
        var configuration = machine.HasFile(folder + "/postgresql.conf") ? null : DebianConfiguration(version, name);
        // pid, data folder, start, port, socket folder: of the server that runs, or ran last.
        var pid = machine.Read(folder + "/postmaster.pid")?.Split('\n');
        var port = (pid?.Length > 3 ? Port(pid[3]) : null) ?? PortIn(configuration ?? folder + "/postgresql.conf") ?? UsualPort;
        return new(name, version, folder, port, OwnerOf(pid?[0].Trim()), Program(version), pid is not null && IsThere(pid[0].Trim()), configuration, null);
    }

    // What a machine that lost its power leaves behind looks the same. Where no process can be seen, the file's word counts.
    private bool IsThere(string pid) => !machine.HasFolder("/proc/1") || machine.HasFolder($"/proc/{pid}");

    // The user of the running server; else the one that every distribution gives it.
    private string OwnerOf(string? pid)
    {
        var id = pid is null || !pid.All(char.IsAsciiDigit) ? null : machine.ReadProcess($"/proc/{pid}/status")?.Split('\n')
            .FirstOrDefault(l => l.StartsWith("Uid:", StringComparison.Ordinal))?.Split('\t', ' ').ElementAtOrDefault(1);
        var account = id is null ? null : machine.Read("/etc/passwd")?.Split('\n').Select(l => l.Split(':')).FirstOrDefault(p => p.Length > 2 && p[2] == id);
        return account?[0] ?? "postgres";
    }

    private string? DebianConfiguration(string version, string name) =>
        $"/etc/postgresql/{version}/{name}/postgresql.conf" is var file && machine.HasFile(file) ? file : null;

    // Where Debian and those that follow it keep one version beside another.
    private string Program(string version) => $"/usr/lib/postgresql/{version}/bin/postgres" is var program && machine.HasFile(program) ? program : "postgres";

    private int? PortIn(string file) => machine.Read(file)?.Split('\n').Select(l => l.Split('#')[0].Split('=', 2))
        .Where(l => l.Length == 2 && l[0].Trim() == "port").Select(l => Port(l[1].Trim().Trim('\''))).LastOrDefault();

    private static int? Port(string text) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 ? port : null;

    // Debian: /var/lib/postgresql/15/main.
    private static string Version(string folder) => Path.GetFileName(Path.GetDirectoryName(folder)) is { } parent && parent.All(char.IsAsciiDigit) ? parent : "";

    /// <summary>A server's first process works in its data folder, wherever that is.</summary>
    private IEnumerable<string> RunningFolders() => machine.List("/proc")
        .Where(p => Path.GetFileName(p).All(char.IsAsciiDigit) && machine.ReadProcess(p + "/comm")?.Trim() is "postgres" or "postmaster")
        .Select(p => (Id: Path.GetFileName(p), Folder: machine.LinkOf(p + "/cwd")))
        .Where(p => p.Folder?.StartsWith('/') == true && machine.Read(p.Folder + "/postmaster.pid")?.Split('\n')[0].Trim() == p.Id)
        .Select(p => p.Folder!);

    /// <summary>Asked over the server's own socket as its own user, who needs no password there; only root can become that user.</summary>
    private async Task<string?> LargestDatabaseAsync(FoundPostgreSql cluster, CancellationToken cancellation)
    {
        if (!cluster.IsRunning || machine.Read(cluster.Folder + "/postmaster.pid")?.Split('\n') is not { Length: > 4 } pid || !pid[4].StartsWith('/')) return null;
        string[] ask =
        [
            "psql", "-X", "-w", "-At", "-h", pid[4].Trim(), "-p", cluster.Port.ToString(CultureInfo.InvariantCulture), "-d", "postgres", "-c",
            "select datname from pg_database where not datistemplate and datname <> 'postgres' order by pg_database_size(oid) desc limit 1",
        ];
        var said = Environment.UserName == cluster.Owner ? await machine.RunAsync(ask[0], ask[1..], cancellation)
            : Environment.IsPrivilegedProcess ? await machine.RunAsync("runuser", ["-u", cluster.Owner, "--", .. ask], cancellation)
            : null;
        return said?.TrimEnd('\n') is { Length: > 0 } name ? name : null;
    }
}
