using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Holdfast.Presentation;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Repo;

internal static class SnapshotsVerb
{
    internal static Command Create(RepoOptions options)
    {
        var ids = new Argument<string[]>("snapshot") { Description = "Only these", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [] };
        var latest = new Option<int>("--latest") { Description = "Only the newest so many of each host and path", HelpName = "n" };
        var compact = new Option<bool>("--compact", "-c") { Description = "Without the paths" };
        var groupBy = new Option<string>("--group-by", "-g")
        {
            Description = "Group by host, paths and tags, with commas between", HelpName = "group", DefaultValueFactory = _ => "",
        };
        var choice = new SnapshotChoice();
        var command = new Command("snapshots", "List snapshots") { ids, latest, compact, groupBy };
        choice.AddTo(command);
        command.Runs(options, (context, ct) => context.ReadAsync(
            async (repository, token) =>
            {
                var grouping = SnapshotGrouping.Parse(context.Line.GetValue(groupBy)!);
                var snapshots = await choice.FindAllAsync(repository, context.Line.GetValue(ids)!, context, token);
                var groups = grouping.Of(snapshots.OrderBy(s => s.Time))
                    .Select(g => g with { Snapshots = Newest(g.Snapshots, context.Line.GetValue(latest)) }).ToList();
                if (context.Json)
                {
                    TellJson(context.Output, grouping, groups);
                }
                else
                {
                    groups.ForEach(g => Tell(context, grouping, g, context.Line.GetValue(compact)));
                }

                return Verb.Success;
            },
            ct));
        return command;
    }

    private static IReadOnlyList<Snapshot> Newest(IReadOnlyList<Snapshot> snapshots, int count) => count switch
    {
        0 => snapshots,
        > 0 => [.. SnapshotGrouping.HostAndPaths.Of(snapshots).SelectMany(g => g.Snapshots.TakeLast(count)).OrderBy(s => s.Time)],
        _ => throw new UsageException("--latest takes a number of 1 or more"),
    };

    private static void Tell(RepoContext context, SnapshotGrouping grouping, SnapshotGroup group, bool isCompact)
    {
        if (Title(grouping, group.Key) is { Length: > 0 } title)
        {
            context.Output.WriteLine($"snapshots for ({title}):");
        }

        var withSize = group.Snapshots.Any(s => s.Summary is not null);
        string[] heads = isCompact ? ["ID", "Time", "Host", "Tags  "] : ["ID", "Time", "Host      ", "Tags      ", "Paths"];
        var table = new TextTable([.. heads, .. withSize ? ["Size"] : Array.Empty<string>()]);
        foreach (var snapshot in group.Snapshots)
        {
            var tags = snapshot.Tags.Select(TerminalText.Safe).ToArray();
            List<string[]> cells =
            [
                [snapshot.Id.ShortForm],
                [snapshot.Time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)],
                [TerminalText.Safe(snapshot.HostName)],
                isCompact && tags.Length > 0 ? tags : [string.Join(',', tags)],
            ];
            if (!isCompact)
            {
                cells.Add([.. snapshot.Paths.Select(TerminalText.Safe)]);
            }

            if (withSize)
            {
                cells.Add([snapshot.Summary is { } summary ? ByteText.Of(summary.TotalBytesProcessed) : ""]);
            }

            table.Add([.. cells]);
        }

        table.Write(context.Output, $"{group.Snapshots.Count} snapshots");
    }

    private static string Title(SnapshotGrouping grouping, SnapshotGroupKey key) => string.Join(", ", new[]
    {
        grouping.ByHost ? $"host [{TerminalText.Safe(key.HostName)}]" : "",
        grouping.ByTags ? $"tags [{string.Join(", ", key.Tags.Select(TerminalText.Safe))}]" : "",
        grouping.ByPaths ? $"paths [{string.Join(", ", key.Paths.Select(TerminalText.Safe))}]" : "",
    }.Where(w => w.Length > 0));

    private static void TellJson(TextWriter output, SnapshotGrouping grouping, List<SnapshotGroup> groups) => JsonLine.WriteValue(output, json =>
    {
        if (grouping == SnapshotGrouping.None)
        {
            WriteSnapshots(json, groups.SelectMany(g => g.Snapshots));
            return;
        }

        json.WriteStartArray();
        foreach (var group in groups)
        {
            json.WriteStartObject();
            json.WritePropertyName("group_key");
            WriteKey(json, group.Key);
            json.WritePropertyName("snapshots");
            WriteSnapshots(json, group.Snapshots);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void WriteSnapshots(Utf8JsonWriter json, IEnumerable<Snapshot> snapshots)
    {
        json.WriteStartArray();
        foreach (var snapshot in snapshots)
        {
            json.WriteStartObject();
            SnapshotJson.WriteMembers(json, snapshot);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // null where they were not grouped by it, or where it is empty, as in restic.
    private static void WriteKey(Utf8JsonWriter json, SnapshotGroupKey key)
    {
        json.WriteStartObject();
        json.WriteString("hostname", key.HostName);
        foreach (var (name, texts) in new[] { ("paths", key.Paths), ("tags", key.Tags) })
        {
            if (texts.Count == 0)
            {
                json.WriteNull(name);
            }
            else
            {
                json.WriteTexts(name, texts);
            }
        }

        json.WriteEndObject();
    }
}
