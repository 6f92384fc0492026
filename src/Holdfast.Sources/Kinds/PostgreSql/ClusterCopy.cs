namespace Holdfast.Sources.Kinds.PostgreSql;

/// <summary>What a copy of a cluster says of itself.</summary>
internal static class ClusterCopy
{
    /// <summary>Whether the server that it was taken from follows another one.</summary>
    internal static bool IsOfStandby(string folder)
    {
        var label = Path.Combine(folder, "backup_label");
        return File.Exists(label) && File.ReadLines(label).Any(line => line.Trim() == "BACKUP FROM: standby");
    }

    /// <summary>Tables, sequences and indexes without WAL, whose content no base backup has: PostgreSQL gives each a fork named so.</summary>
    internal static int CountUnlogged(string folder)
    {
        var databases = Path.Combine(folder, "base");
        return !Directory.Exists(databases) ? 0 : Directory.GetDirectories(databases)
            .Sum(d => Directory.EnumerateFiles(d, "*_init").Count());
    }

    internal static IEnumerable<string> WarningsOf(string folder)
    {
        if (IsOfStandby(folder))
        {
            yield return "it was taken from a standby, and what the primary had not sent yet is missing (HINT: protect the primary)";
        }

        if (CountUnlogged(folder) is > 0 and var unlogged)
        {
            yield return $"{unlogged} unlogged tables, indexes or sequences come back empty: PostgreSQL copies none of their content "
                + "(HINT: ALTER TABLE ... SET LOGGED, if it is needed)";
        }
    }
}
