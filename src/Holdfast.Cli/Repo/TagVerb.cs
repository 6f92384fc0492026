using System.CommandLine;
using Holdfast.Presentation;
using Holdfast.Restic.Operations.Tagging;

namespace Holdfast.Cli.Repo;

internal static class TagVerb
{
    internal static Command Create(RepoOptions options)
    {
        var ids = new Argument<string[]>("snapshot") { Description = "Only these", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [] };
        var set = SnapshotChoice.Several("--set", "Tags instead of those that are there, with commas between; '' for none");
        var add = SnapshotChoice.Several("--add", "Tags to add, with commas between");
        var remove = SnapshotChoice.Several("--remove", "Tags to take away, with commas between");
        var choice = new SnapshotChoice();
        var command = new Command("tag", "Change the tags of snapshots") { ids, set, add, remove };
        choice.AddTo(command);
        command.Runs(options, async (context, ct) =>
        {
            var request = new TagRequest
            {
                Named = context.Line.GetValue(ids)!,
                Filter = choice.Filter(context.Line),
                Set = context.Line.GetValue(set) is { Length: > 0 } given ? Tags(given) : null,
                Add = Tags(context.Line.GetValue(add)!),
                Remove = Tags(context.Line.GetValue(remove)!),
                LockPatience = context.LockPatience,
            };
            await using var repository = await context.OpenAsync(ct);
            Tell(context, await repository.TagAsync(request, new ChangeLine(context), ct));
            return Verb.Success;
        });
        return command;
    }

    private static string[] Tags(IEnumerable<string> lists) =>
        [.. lists.SelectMany(l => l.Split(',')).Select(t => t.Trim()).Where(t => t.Length > 0)];

    private static void Tell(RepoContext context, TagReport report)
    {
        foreach (var remark in report.Remarks)
        {
            context.Errors.WriteLine(TerminalText.Safe(remark));
        }

        if (context.Json)
        {
            JsonLine.Write(context.Output, j =>
            {
                j.WriteString("message_type", "summary");
                j.WriteNumber("changed_snapshots", report.Changes.Count);
            });
        }

        context.Say(report.Changes.Count == 0 ? "no snapshots were modified" : $"modified {report.Changes.Count} snapshots");
    }

    private sealed class ChangeLine(RepoContext context) : IProgress<TagChange>
    {
        public void Report(TagChange value)
        {
            if (context.Json)
            {
                JsonLine.Write(context.Output, j =>
                {
                    j.WriteString("message_type", "changed");
                    j.WriteString("old_snapshot_id", value.Old.ToString());
                    j.WriteString("new_snapshot_id", value.New.ToString());
                });
            }
            else if (context.Verbosity > 0)
            {
                context.Say($"old snapshot ID: {value.Old} -> new snapshot ID: {value.New}");
            }
        }
    }
}
