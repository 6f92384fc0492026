using System.CommandLine;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Repo;

internal static class SnapshotsVerb
{
    internal static Command Create(RepoOptions options)
    {
        var ids = new Argument<string[]>("snapshot") { Description = "Only these", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [] };
        var latest = new Option<int?>("--latest") { Description = "Only the newest so many of each host and path", HelpName = "n" };
        var choice = new SnapshotChoice();
        var command = new Command("snapshots", "List snapshots") { ids, latest };
        choice.AddTo(command);
        command.Runs(options, async (context, ct) =>
        {
            await using var repository = await context.OpenAsync(ct);
            List<Snapshot> snapshots = [.. choice.Among(await repository.SnapshotsAsync(ct), context.Line)];
            if (context.Line.GetValue(ids) is { Length: > 0 } words)
            {
                var wanted = new HashSet<Snapshot>();
                foreach (var word in words)
                {
                    wanted.Add(await choice.FindAsync(repository, word, context.Line, ct));
                }

                snapshots = [.. wanted.OrderBy(s => s.Time)];
            }

            if (context.Line.GetValue(latest) is { } count)
            {
                var groups = SnapshotGrouping.HostAndPaths.Of(snapshots);
                snapshots = [.. groups.SelectMany(g => g.Snapshots.TakeLast(count)).OrderBy(s => s.Time)];
            }

            Tell(context, snapshots);
            return Verb.Success;
        });
        return command;
    }

    private static void Tell(RepoContext context, List<Snapshot> snapshots)
    {
        if (context.Json)
        {
            JsonLine.WriteValue(context.Output, json =>
            {
                json.WriteStartArray();
                foreach (var snapshot in snapshots)
                {
                    json.WriteStartObject();
                    SnapshotJson.WriteMembers(json, snapshot);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            return;
        }

        string[] heads = ["ID", "Time", "Host", "Tags", "Paths"];
        List<string[]> rows =
        [
            heads,
            .. snapshots.Select(s => new[]
            {
                s.Id.ShortForm, s.Time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", null), s.HostName,
                string.Join(',', s.Tags), string.Join(' ', s.Paths),
            }),
        ];
        var widths = heads.Select((_, column) => rows.Max(r => r[column].Length)).ToArray();
        foreach (var row in rows)
        {
            context.Output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        context.Say($"{snapshots.Count} snapshots");
    }
}
