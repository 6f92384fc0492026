using Holdfast.Cli.Init.Drafts;
using Holdfast.Cli.Init.Texts;

namespace Holdfast.Cli.Init.Writing;

/// <summary>Writes a PostgreSQL cluster: copied as a whole while it runs, brought back under a server of its own.</summary>
internal static class PostgreSqlText
{
    /// <summary>The role that copies are taken as.</summary>
    public const string Role = "holdfast";

    public static void Write(PostgreSqlDraft system, Objectives objectives, PlanDraft draft, Lines lines)
    {
        var cluster = system.Cluster;
        var port = $"{{port {system.Name}}}";
        var place = PlanDraft.Relative(cluster.Folder);
        var other = draft.Privileged || cluster.Owner != Environment.UserName;
        lines.Say(2, $"Copies are taken as the role {Role}, which you make once, with the password in {draft.PasswordFile}:")
            .Add(2, $"#   {SafeText.OneLine(ToDo(system))}")
            .Add(2, "protect:")
            .Add(3, $"postgresql: {{ cluster: {Yaml.Text(place)}, port: {Yaml.Text(port)}, user: {Role}, password: {Yaml.Text("file:" + draft.PasswordFile)} }}")
            .Add(3, $"every: {objectives.Every}").Add(3, "to: [here, elsewhere]")
            .Add(2, "recover:").Add(3, $"- restore: {Yaml.Text(system.Name)}");
        if (other)
        {
            lines.Add(4, $"owner: {Yaml.Text(cluster.Owner)}   # a server starts only in a folder that belongs to its user");
        }

        if (cluster.Configuration is { } file)
        {
            lines.Say(3, $"The machine to recover on needs {file} too. The empty cluster that the package makes there is in the way: move its data "
                + "folder aside when you set the machine up.");
        }

        lines.Say(3, "Archiving stays off until a person decides where the recovered server may write to.")
            .Add(3, "- service:").Add(5, $"name: {Yaml.Text(system.Name)}").Add(5, $"command: {Yaml.List(Command(system, place, port))}");
        if (other)
        {
            lines.Add(5, $"as: {Yaml.Text(cluster.Owner)}");
        }

        lines.Say(3, "Better: ask for something that must be there, such as  select max(changed_at) > :disaster - :rpo from ...");
        lines.Add(3, cluster.Database is { } database
            ? $"- check: {{ sql: {Yaml.Text("select count(*) > 0 from pg_stat_user_tables")}, database: {Yaml.Text(database)}, expect: true }}"
            : $"- check: {{ sql: {Yaml.Text("select count(*) > 0 from pg_database where not datistemplate")}, database: postgres, expect: true }}");
    }

    /// <summary>What a person does once, so that copies can be taken.</summary>
    public static string ToDo(PostgreSqlDraft system) => $"sudo -u {system.Cluster.Owner} psql -p {system.Cluster.Port} "
        + $"-c 'create role {Role} login replication{(IsOld(system) ? "" : " in role pg_read_all_data")}' -c '\\password {Role}'";

    // The role that reads everything came with version 14.
    private static bool IsOld(PostgreSqlDraft system) => int.TryParse(system.Cluster.Version.Split('.')[0], out var version) && version < 14;

    private static string[] Command(PostgreSqlDraft system, string place, string port) =>
    [
        PlanDraft.Template(system.Cluster.Program), "-D", $"{{folder}}/{place}", "-p", port, "-c", "archive_mode=off",
        .. system.Cluster.Configuration is { } file
            ? new[] { "-c", $"config_file={PlanDraft.Template(file)}", "-c", $"data_directory={{folder}}/{place}", "-c", "external_pid_file=" }
            : [],
    ];
}
