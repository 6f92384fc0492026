using System.Collections.Concurrent;
using System.Globalization;
using Holdfast.Agent.Discovery;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Sources.Processes;

namespace Holdfast.Agent.Data.Judging;

/// <summary>
/// Finds databases among files that are stored as files, and tells of those that are in use: their pages and logs are copied one after the
/// other while the server writes, and what comes of it may not open. Hears of every file that is stored.
/// </summary>
/// <param name="folder">The files are under it.</param>
/// <param name="place">What stands before their paths in the snapshot.</param>
/// <param name="since">When the copy was begun.</param>
internal sealed class LiveDatabases(string folder, string place, DateTimeOffset since) : IProgress<BackupEvent>
{
    /// <summary>More would not be read.</summary>
    private const int Told = 5;

    private readonly ConcurrentDictionary<string, Kind> _found = [];

    private enum Kind
    {
        Sqlite,
        PostgreSql,
        MySql,
    }

    public void Report(BackupEvent value)
    {
        if (value is not BackupEvent.ItemDone { Path: var path } || path.EndsWith('/') || !path.StartsWith(place, StringComparison.Ordinal))
        {
            return;
        }

        var file = folder + path[place.Length..];
        if (path.EndsWith("/global/pg_control", StringComparison.Ordinal))
        {
            _found[Path.GetDirectoryName(Path.GetDirectoryName(file))!] = Kind.PostgreSql;
        }
        else if (path.EndsWith("/ibdata1", StringComparison.Ordinal))
        {
            _found[file] = Kind.MySql;
        }
        else if (SqliteHeader.IsIn(new FileInfo(file)))
        {
            _found[file] = Kind.Sqlite;
        }
    }

    /// <summary>To be asked when all files are stored.</summary>
    internal IReadOnlyList<string> Warnings()
    {
        string[] warnings = [.. _found.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => WarningOf(f.Key, f.Value)).OfType<string>()];
        return warnings.Length <= Told ? warnings : [.. warnings.Take(Told), $"{warnings.Length - Told} more databases in use are among the files"];
    }

    private string? WarningOf(string path, Kind kind) => kind switch
    {
        Kind.Sqlite when IsWritten(path) || IsWritten($"{path}-wal") || IsWritten($"{path}-journal") =>
            $"{Name(path)} is a SQLite database that was written while it was copied as a file: the copy may not open (HINT: {SqliteAdvice(path)})",
        Kind.Sqlite when IsFilled($"{path}-wal") || IsFilled($"{path}-journal") =>
            $"{Name(path)} is a SQLite database in use, copied as a file: such a copy may not open (HINT: {SqliteAdvice(path)})",
        Kind.PostgreSql when HasServer(path) =>
            $"{Name(path)} is the cluster of a running PostgreSQL server, copied file by file: the copy may not start "
                + "(HINT: protect it as a system of its own with  postgresql:  and leave it out here with  exclude: )",
        Kind.MySql when IsWritten(path) || OpenFiles.UserOf([path]) is not null =>
            $"{Name(Path.GetDirectoryName(path)!)} is the data of a running MySQL or MariaDB server, copied file by file: the copy may not start "
                + "(HINT: protect a dump of it, and leave it out here with  exclude: )",
        _ => null,
    };

    private string Name(string path) => Path.GetRelativePath(folder, path);

    private static string SqliteAdvice(string path) =>
        $"protect it as a system of its own with  sqlite: {path}  and leave it out here with  exclude: [\"{Path.GetFileName(path)}*\"]";

    private bool IsWritten(string file)
    {
        var info = new FileInfo(file);
        return info.Exists && info.LastWriteTimeUtc >= since.UtcDateTime;
    }

    private static bool IsFilled(string file) => new FileInfo(file) is { Exists: true, Length: > 0 };

    private static bool HasServer(string cluster)
    {
        try
        {
            return int.TryParse(File.ReadLines(Path.Combine(cluster, "postmaster.pid")).FirstOrDefault(), CultureInfo.InvariantCulture, out var pid)
                && ProcessTable.Find(pid) is { IsAlive: true };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // No such file: no server.
        }
    }
}
