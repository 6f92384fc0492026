namespace Holdfast.Tests.Architecture;

/// <summary>
/// The drawing of ARCHITECTURE.md as the tests hold the code to it. Of each project: its folders in rows, the lowest first, named from the
/// project's own (<c>.</c>: what is in the project itself). What is in a row may use the rows under it, not its neighbours.
/// </summary>
internal static class Drawing
{
    public static readonly Dictionary<string, string[]> References = new()
    {
        ["Holdfast.Failures"] = [],
        ["Holdfast.Restic"] = ["Holdfast.Failures"],
        ["Holdfast.Recovery"] = [],
        ["Holdfast.Protocol"] = ["Holdfast.Failures"],
        ["Holdfast.Sources"] = ["Holdfast.Failures", "Holdfast.Restic"],
        ["Holdfast.Agent"] = ["Holdfast.Failures", "Holdfast.Protocol", "Holdfast.Restic", "Holdfast.Sources"],
        ["Holdfast.Execution"] = ["Holdfast.Agent", "Holdfast.Failures", "Holdfast.Protocol", "Holdfast.Recovery", "Holdfast.Restic", "Holdfast.Sources"],
        ["Holdfast.Presentation"] = ["Holdfast.Execution", "Holdfast.Failures", "Holdfast.Protocol", "Holdfast.Recovery"],
        ["Holdfast.Cli"] =
        [
            "Holdfast.Agent", "Holdfast.Execution", "Holdfast.Failures", "Holdfast.Presentation", "Holdfast.Protocol", "Holdfast.Recovery", "Holdfast.Restic", "Holdfast.Sources",
        ],
    };

    public static readonly Dictionary<string, string[][]> Rows = new()
    {
        ["Holdfast.Failures"] =
        [
            ["."],
        ],
        ["Holdfast.Restic"] =
        [
            ["Chunking", "Faults", "Platform"],
            ["Backends", "Crypto", "Operations.Patterns"],
            ["Backends.Caching", "Backends.Rest", "Format"],
            ["Backends.Sftp", "Packs"],
            ["Index"],
            ["Operations", "Snapshots"],
            ["Operations.Locks", "Operations.Queries"],
            ["Operations.Backups", "Operations.Checks", "Operations.Copies", "Operations.Dumps", "Operations.Keys", "Operations.Pruning", "Operations.Restores", "Operations.Tagging"],
            ["Operations.Forgetting", "Operations.Repairs"],
            ["."],
        ],
        ["Holdfast.Recovery"] =
        [
            ["Plans.Values"],
            ["Plans.People"],
            ["Plans.Business", "Plans.Exercises"],
            ["Plans"],
            ["Plans.Reading"],
            ["Plans.Data.Files", "Plans.Data.PostgreSql", "Plans.Data.Sqlite"],
            ["Plans.Data"],
            ["Plans.Checks"],
            ["Plans.Steps"],
            ["Plans.Sections"],
            ["Plans.Rules", "Runs", "Trust"],
            ["Evidence", "Readiness.Statistics"],
            ["Readiness.Experience"],
            ["Readiness.Simulation"],
            ["Readiness"],
            ["Readiness.Answers", "Readiness.Changes"],
            ["Readiness.Comparisons"],
            ["Readiness.Advising"],
        ],
        ["Holdfast.Protocol"] =
        [
            ["."],
        ],
        ["Holdfast.Sources"] =
        [
            ["Secrets"],
            ["."],
            ["Kinds.Files", "Processes"],
            ["Kinds.PostgreSql", "Kinds.Sqlite"],
            ["Kinds"],
        ],
        ["Holdfast.Agent"] =
        [
            ["Access", "Users"],
            ["Commands", "Discovery", "Orders"],
            ["Data.Judging", "Services"],
            ["Checks", "Data"],
            ["."],
        ],
        ["Holdfast.Execution"] =
        [
            ["AgentLinks", "Stores"],
            ["AgentLinks.Ssh"],
            ["Journals", "Plans"],
            ["Trust"],
            ["Codes"],
            ["Inboxes", "Repositories.Kept"],
            ["Repositories", "Stages"],
            ["Contexts", "Evidence", "Keys"],
            ["Alerts", "Executors", "Protection", "Upkeep"],
        ],
        ["Holdfast.Presentation"] =
        [
            ["Kits.Markup", "Pictures"],
            ["."],
            ["Advising", "Kits", "Pictures.Graphs", "Pictures.Histories", "Pictures.Timelines", "Plans.Checked", "Plans.Shown", "Protection", "Readiness", "Runs"],
            ["Alerts", "Kits.Sections", "Metrics", "Plans.Compared", "Reports"],
        ],
        ["Holdfast.Cli"] =
        [
            ["Demo", "Endings", "Init.Drafts", "Plans.Pdf"],
            ["Repo"],
            [".", "Init.Texts"],
            ["Agents", "Init.Questions", "Keys", "Plans", "Runs", "Trust"],
            ["Init.Writing", "Readiness", "Restoring"],
            ["Metrics"],
            ["Init", "Searching", "Upkeep"],
        ],
    };
}
