using System.CommandLine;
using System.Globalization;
using Holdfast.Restic;
using Holdfast.Restic.Operations.Backups;

namespace Holdfast.Cli.Repo;

internal static class BackupVerb
{
    internal static Command Create(RepoOptions options)
    {
        var targets = new Argument<string[]>("path") { Description = "What to back up", Arity = ArgumentArity.OneOrMore };
        var host = new Option<string?>("--host", "-H") { Description = "The host that the snapshot is of", HelpName = "name" };
        var tags = SnapshotChoice.Several("--tag", "Tags for the snapshot, with commas between");
        var excludes = SnapshotChoice.Several("--exclude", "Leave out what matches", "-e");
        var force = new Option<bool>("--force", "-f") { Description = "Read every file, also those that look unchanged" };
        var time = new Option<string?>("--time") { Description = "The snapshot's time, as \"2026-01-31 13:45:00\"", HelpName = "time" };
        var command = new Command("backup", "Back up files and folders") { targets, host, tags, excludes, force, time };
        command.Runs(options, async (context, ct) =>
        {
            var request = new BackupRequest(
                [.. context.Line.GetValue(targets)!.Select(t => new PathTarget(t))],
                context.Line.GetValue(host) ?? Repository.ThisHost,
                [.. context.Line.GetValue(tags)!.SelectMany(t => t.Split(',', StringSplitOptions.RemoveEmptyEntries))],
                context.Line.GetValue(excludes)!,
                context.Line.GetValue(time) is { } text ? Time(text) : null)
            {
                LockPatience = context.LockPatience,
                ReadAll = context.Line.GetValue(force),
            };
            await using var repository = await context.OpenAsync(ct);
            using var shown = new ShownProgress(context, "backing up");
            var report = await repository.BackupAsync(request, new FileProgress(shown), ct);
            shown.Dispose();
            Tell(context, report);
            return report.Partial ? Verb.Partial : Verb.Success;
        });
        return command;
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time)
            ? time
            : throw new RepositoryException(RepositoryFault.Request, $"\"{text}\" is no time", "write it like \"2026-01-31 13:45:00\"");

    private static void Tell(RepoContext context, BackupReport report)
    {
        FailureLines.Tell(context, report.Missed, "archival", "not backed up");
        if (context.Json)
        {
            JsonLine.Write(context.Output, j =>
            {
                j.WriteString("message_type", "summary");
                SnapshotJson.WriteCounts(j, report.Summary);
                j.WriteNumber("total_duration", report.Elapsed.TotalSeconds);
                j.WriteString("backup_start", report.Summary.BackupStart.ToString());
                j.WriteString("backup_end", report.Summary.BackupEnd.ToString());
                j.WriteString("snapshot_id", report.Snapshot.ToString());
            });
        }

        context.Say($"files: {report.FilesNew} new, {report.FilesChanged} changed, {report.FilesUnmodified} unmodified");
        context.Say(
            $"processed {ByteText.Of(report.BytesProcessed)} in {report.Elapsed.TotalSeconds:F1} s; "
            + $"added {ByteText.Of(report.BytesAdded)}, stored as {ByteText.Of(report.BytesStored)}");
        context.Say(report.Partial
            ? $"snapshot {report.Snapshot.ShortForm} saved, but it is partial: {report.Missed.Count} things could not be read"
            : $"snapshot {report.Snapshot.ShortForm} saved");
    }
}
