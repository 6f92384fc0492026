using System.Collections.Concurrent;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Sources;
using Holdfast.Sources.Kinds;
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

    /// <summary>What was found, with its kind; null: a server that no kind copies.</summary>
    private readonly ConcurrentDictionary<string, SourceKind?> _found = [];

    public void Report(BackupEvent value)
    {
        if (value is not BackupEvent.ItemDone { Path: var path } || path.EndsWith('/') || !path.StartsWith(place, StringComparison.Ordinal))
        {
            return;
        }

        var file = folder + path[place.Length..];
        if (path.EndsWith("/ibdata1", StringComparison.Ordinal))
        {
            _found[file] = null;
        }
        else if (SourceKinds.All.Select(kind => (Kind: kind, Data: kind.DataSeenIn(file))).FirstOrDefault(seen => seen.Data is not null) is { Data: { } data, Kind: var kind })
        {
            _found[data] = kind;
        }
    }

    /// <summary>To be asked when all files are stored.</summary>
    internal IReadOnlyList<string> Warnings()
    {
        string[] warnings = [.. _found.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => WarningOf(f.Key, f.Value)).OfType<string>()];
        return warnings.Length <= Told ? warnings : [.. warnings.Take(Told), $"{warnings.Length - Told} more databases in use are among the files"];
    }

    private string? WarningOf(string path, SourceKind? kind) =>
        kind is not null ? kind.AgainstMereFiles(path, Name(path), since)
        : IsWritten(path) || OpenFiles.UserOf([path]) is not null
            ? $"{Name(Path.GetDirectoryName(path)!)} is the data of a running MySQL or MariaDB server, copied file by file: the copy may not start "
                + "(HINT: protect a dump of it, and leave it out here with  exclude: )"
        : null;

    private string Name(string path) => Path.GetRelativePath(folder, path);

    private bool IsWritten(string file)
    {
        var info = new FileInfo(file);
        return info.Exists && info.LastWriteTimeUtc >= since.UtcDateTime;
    }
}
