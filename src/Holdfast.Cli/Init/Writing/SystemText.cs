using System.Globalization;
using Holdfast.Cli.Init.Drafts;
using Holdfast.Cli.Init.Texts;

namespace Holdfast.Cli.Init.Writing;

/// <summary>Writes one system of the plan.</summary>
internal static class SystemText
{
    /// <summary>What SQLite adds to a database's name, the database itself first.</summary>
    private static readonly string[] Beside = ["", "-wal", "-shm", "-journal"];

    private const int MostCounted = 1000;

    public static void Write(SystemDraft system, PlanDraft draft, Lines lines)
    {
        var objectives = Objectives.Of(draft.Rhythms[system.Name]);
        var used = draft.Rhythms[system.Name].ToString().ToLowerInvariant();
        lines.Gap().Say(1, system.What).Add(1, $"{Yaml.Text(system.Name)}:");
        if (system is SqliteDraft or PostgreSqlDraft)
        {
            lines.Add(2, "kind: database");
        }
        else if (system is FolderDraft { What: var what } && what.Contains("shares as", StringComparison.Ordinal))
        {
            lines.Add(2, "kind: file share");
        }

        if (!objectives.NeedsSafeCopy || draft.HasSafeCopy)
        {
            lines.Add(2, $"tier: {objectives.Tier}   # used every {used}");
        }

        if (objectives.NeedsSafeCopy)
        {
            lines.Add(2, $"rto: {objectives.Rto}{(draft.HasSafeCopy ? "" : $"   # used every {used}: {objectives.Tier}")}").Add(2, $"rpo: {objectives.Rpo}");
        }

        if (system.Needs.Count > 0)
        {
            lines.Add(2, $"needs: {Yaml.List(system.Needs)}");
        }

        lines.Add(2, $"runs on: {Yaml.Text(draft.Host)}")
            .Add(2, $"recovers on: {Yaml.Text(system is ConfigurationDraft ? draft.ConfigurationHost : draft.Answers.RecoverOn)}");
        switch (system)
        {
            case FolderDraft folder:
                Folder(folder.Name, folder.Folder, [.. folder.LeaveOut, .. draft.OwnPlacesIn(folder.Folder)], objectives, draft, lines);
                break;
            case ConfigurationDraft:
                Folder(system.Name, system.Place!, [.. OthersIn(system, draft), .. draft.OwnPlacesIn(system.Place!)], objectives, draft, lines);
                break;
            case SqliteDraft sqlite:
                Sqlite(sqlite, objectives, lines);
                break;
            case PostgreSqlDraft cluster:
                PostgreSqlText.Write(cluster, objectives, draft, lines);
                break;
            case UnitDraft unit:
                Unit(unit, lines);
                break;
        }
    }

    /// <summary>What lies in a system's folder and is protected as another system, with the files that SQLite keeps beside a database.</summary>
    private static IEnumerable<string> OthersIn(SystemDraft system, PlanDraft draft) => draft.Inventory.Systems
        .Where(other => other != system && other.Place?.StartsWith(system.Place + "/", StringComparison.Ordinal) == true)
        .SelectMany(other => other is SqliteDraft ? Beside.Select(ending => other.Place! + ending) : [other.Place!]);

    private static void Folder(string name, string folder, string[] leaveOut, Objectives objectives, PlanDraft draft, Lines lines)
    {
        var exclude = leaveOut.Length == 0 ? "" : $", exclude: {Yaml.List(leaveOut.Select(place => Pattern(draft.Root.TrimEnd('/') + place)))}";
        lines.Add(2, $"protect: {{ files: {Yaml.Text(PlanDraft.Relative(folder))}{exclude}, {Often(objectives)} }}").Add(2, "recover:")
            .Add(3, $"- restore: {Yaml.Text(name)}");
        var files = draft.CountFiles(folder, leaveOut.ToHashSet(), MostCounted);
        if (files == 0)
        {
            lines.Say(3, "There were no files in it when this was written. When there are:  - check: { files: ..., at least: 1 }")
                .Add(3, $"- check: {{ run: [test, -d, {Yaml.Text("{folder}/" + PlanDraft.Relative(folder))}] }}");
            return;
        }

        var atLeast = Math.Max(1, files / 2).ToString(CultureInfo.InvariantCulture);
        lines.Say(3, $"Half of what was there when this was written{(files == MostCounted ? $", of which {MostCounted} were counted" : "")}: enough "
            + "to tell a folder that came back from one that did not.")
            .Add(3, $"- check: {{ files: {Yaml.Text(PlanDraft.Relative(folder))}, at least: {atLeast} }}");
    }

    // Characters that mean something in a pattern are meant as they are.
    private static string Pattern(string place) => string.Concat(place.Select(c => c is '*' or '?' or '[' or '\\' ? $"\\{c}" : c.ToString()));

    private static void Sqlite(SqliteDraft system, Objectives objectives, Lines lines)
    {
        lines.Add(2, $"protect: {{ sqlite: {Yaml.Text(PlanDraft.Relative(system.Database.File))}, {Often(objectives)} }}").Add(2, "recover:")
            .Add(3, $"- restore: {Yaml.Text(system.Name)}");
        if (system.Database.Table is { } table)
        {
            lines.Say(3, "Better: ask how old the newest row is, such as  select max(changed_at) > :disaster - :rpo from ...")
                .Add(3, $"- check: {{ sql: {Yaml.Text($"select count(*) > 0 from \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")}, expect: true }}");
        }
        else
        {
            lines.Say(3, "No table with rows was seen when this was written; this asks only whether the tables are there.")
                .Add(3, "- check: { sql: \"select count(*) >= 0 from sqlite_schema\", expect: true }");
        }
    }

    private static void Unit(UnitDraft unit, Lines lines) => lines
        .Add(2, "protect: nothing")
        .Add(2, $"because: {Yaml.Text(unit.Needs.Count == 0
            ? "its file names no folder of its own data; add the systems that hold it under needs"
            : $"what it works with is in {string.Join(", ", unit.Needs)}")}")
        .Add(2, "recover:")
        .Say(3, "Its file belongs into /etc/systemd/system of the machine to recover on; do that when you set it up, or take it from the configuration.")
        .Add(3, $"- service: {Yaml.Text(unit.Unit)}").Add(4, "takes: 1 minute")
        .Say(3, "Better: ask the program itself, such as  - check: { http: \"http://127.0.0.1:8080/health\", contains: ok }")
        .Add(3, $"- check: {{ run: {Yaml.List(["systemctl", "is-active", "--quiet", PlanDraft.Template(unit.Unit)])} }}").Add(4, "takes: 10 seconds")
        .Add(4, "in a drill: skip").Add(4, "because: the real service would answer");

    internal static string Often(Objectives objectives) => $"every: {objectives.Every}, to: [here, elsewhere]";
}
