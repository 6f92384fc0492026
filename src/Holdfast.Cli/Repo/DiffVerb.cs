using System.CommandLine;
using System.Text;
using System.Text.Json;
using Holdfast.Restic.Operations.Queries;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Repo;

internal static class DiffVerb
{
    internal static Command Create(RepoOptions options)
    {
        var first = new Argument<string>("snapshot") { Description = "The earlier one; SNAPSHOT:/path compares only what lies there" };
        var second = new Argument<string>("snapshot2") { Description = "The later one", HelpName = "snapshot" };
        var metadata = new Option<bool>("--metadata") { Description = "Also what changed but in content: times, owners, permissions" };
        var choice = new SnapshotChoice();
        var command = new Command("diff", "Show what changed between two snapshots") { first, second, metadata };
        command.Runs(options, (context, ct) => context.ReadAsync(
            async (repository, token) =>
            {
                var (line, content) = (context.Line, await repository.LookAsync(token));
                var (before, beforeFolder) = await choice.FindFolderAsync(repository, line.GetValue(first)!, line, token);
                var (after, afterFolder) = await choice.FindFolderAsync(repository, line.GetValue(second)!, line, token);
                var diff = new SnapshotDiff(content, line.GetValue(metadata));
                var changes = diff.CompareAsync(
                    await content.FolderAsync(before, beforeFolder, token), await content.FolderAsync(after, afterFolder, token), token);
                if (context.Json)
                {
                    await TellJsonAsync(context.Output, line.GetValue(first)!, line.GetValue(second)!, diff, changes);
                }
                else
                {
                    await TellAsync(context, before, after, diff, changes);
                }

                return Verb.Success;
            },
            ct));
        return command;
    }

    private static async Task TellAsync(RepoContext context, Snapshot before, Snapshot after, SnapshotDiff diff, IAsyncEnumerable<Change> changes)
    {
        using var lines = new PathLines(context);
        if (!context.Quiet)
        {
            lines.Write($"comparing snapshot {before.Id.ShortForm} to {after.Id.ShortForm}:");
            lines.Write("");
        }

        await foreach (var change in changes)
        {
            lines.Write(change.Modifier.PadRight(5), Encoding.UTF8.GetBytes(change.Path));
        }

        if (context.Quiet)
        {
            return;
        }

        var (added, removed) = (diff.Added, diff.Removed);
        lines.Write("");
        lines.Write($"Files:       {added.Files,5} new, {removed.Files,5} removed, {diff.ChangedFiles,5} changed");
        lines.Write($"Dirs:        {added.Folders,5} new, {removed.Folders,5} removed");
        lines.Write($"Others:      {added.Others,5} new, {removed.Others,5} removed");
        lines.Write($"Data Blobs:  {added.DataBlobs,5} new, {removed.DataBlobs,5} removed");
        lines.Write($"Tree Blobs:  {added.TreeBlobs,5} new, {removed.TreeBlobs,5} removed");
        lines.Write($"  Added:   {ByteText.Of(added.Bytes)}");
        lines.Write($"  Removed: {ByteText.Of(removed.Bytes)}");
    }

    private static async Task TellJsonAsync(
        TextWriter output, string before, string after, SnapshotDiff diff, IAsyncEnumerable<Change> changes)
    {
        await foreach (var change in changes)
        {
            JsonLine.Write(output, j =>
            {
                j.WriteString("message_type", "change");
                j.WriteString("path", change.Path);
                j.WriteString("modifier", change.Modifier);
            });
        }

        JsonLine.Write(output, j =>
        {
            j.WriteString("message_type", "statistics");
            j.WriteString("source_snapshot", before);
            j.WriteString("target_snapshot", after);
            j.WriteNumber("changed_files", diff.ChangedFiles);
            Write(j, "added", diff.Added);
            Write(j, "removed", diff.Removed);
        });
    }

    private static void Write(Utf8JsonWriter json, string name, DiffCounts counts)
    {
        json.WriteStartObject(name);
        json.WriteNumber("files", counts.Files);
        json.WriteNumber("dirs", counts.Folders);
        json.WriteNumber("others", counts.Others);
        json.WriteNumber("data_blobs", counts.DataBlobs);
        json.WriteNumber("tree_blobs", counts.TreeBlobs);
        json.WriteNumber("bytes", counts.Bytes);
        json.WriteEndObject();
    }
}
