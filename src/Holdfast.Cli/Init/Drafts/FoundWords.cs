using Holdfast.Agent.Discovery;

namespace Holdfast.Cli.Init.Drafts;

/// <summary>What was found, in a sentence for the plan and a line for the screen.</summary>
internal static class FoundWords
{
    public static string Of(FoundPostgreSql cluster) =>
        $"PostgreSQL {cluster.Version} in {cluster.Folder}, port {cluster.Port}."
        + (cluster.Configuration is null ? "" : $" Its configuration is {cluster.Configuration}.");

    public static string Of(FoundSqlite database) =>
        $"The SQLite database {database.File}{(database.Table is null ? "" : $"; its largest table is {database.Table}")}. It is copied while "
            + "programs go on writing it.";

    public static string Of(FoundUnit unit) => $"The service {unit.Name}, which somebody installed "
        + $"here{(unit.IsEnabled ? " and which starts by itself" : " (it does not start by itself)")}.";

    /// <summary>One line, as it is found.</summary>
    public static string Line(Found found) => found switch
    {
        FoundPostgreSql p => $"PostgreSQL {p.Version} \"{p.Name}\" in {p.Folder}, port {p.Port}{(p.IsRunning ? ", running" : "")}",
        FoundMariaDb m => $"MariaDB or MySQL in {m.Folder}{(m.IsRunning ? ", running" : "")}",
        FoundSqlite s => $"SQLite database {s.File}",
        FoundShare s => $"{s.Service} share \"{s.Name}\": {s.Folder}",
        FoundSite s => $"{s.Server} site {s.Name}: {s.Folder}",
        FoundUnit u => $"{(u.IsOwn ? "own" : "enabled")} {(u.IsJob ? "job" : "service")} {u.Name}",
        FoundContainer c => $"{c.Program} container {c.Name} of {c.Image}",
        FoundComposeFile c => $"compose file {c.File}",
        FoundJob j => $"job of cron in {j.File} ({j.When}): {j.Command}",
        FoundFolder f => $"folder {f.Folder} ({Files(f)})",
        _ => found.ToString(),
    };

    public static string Files(FoundFolder folder) =>
        folder.Files >= DataFolderFinder.MostCounted ? $"{DataFolderFinder.MostCounted} files or more" : folder.Files == 1 ? "1 file" : $"{folder.Files} files";

    /// <summary>A stable word for its kind, for <c>--json</c>.</summary>
    public static string Kind(Found found) => found switch
    {
        FoundPostgreSql => "postgresql",
        FoundMariaDb => "mariadb",
        FoundSqlite => "sqlite",
        FoundShare => "share",
        FoundSite => "site",
        FoundUnit => "unit",
        FoundContainer => "container",
        FoundJob => "job",
        FoundFolder => "folder",
        _ => "compose",
    };
}
