using System.CommandLine;
using Holdfast.Restic.Operations.Restores;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Repo;

internal static class RestoreVerb
{
    internal static Command Create(RepoOptions options)
    {
        var id = new Argument<string>("snapshot") { Description = "Which snapshot; SNAPSHOT:/path restores only what lies there" };
        var target = new Option<string>("--target", "-t") { Description = "Where to", Required = true, HelpName = "folder" };
        var includes = SnapshotChoice.Several("--include", "Restore only what matches", "-i");
        var delete = new Option<bool>("--delete") { Description = "Remove from the target what the snapshot does not have" };
        var sparse = new Option<bool>("--sparse") { Description = "Leave holes where files are all zero" };
        var choice = new SnapshotChoice();
        var command = new Command("restore", "Put a snapshot back on disk") { id, target, includes, delete, sparse };
        choice.AddTo(command);
        command.Runs(options, async (context, ct) =>
        {
            var words = context.Line.GetValue(id)!.Split(':', 2);
            await using var repository = await context.OpenAsync(ct);
            var snapshot = await choice.FindAsync(repository, words[0], context.Line, ct);
            var request = new RestoreRequest(
                snapshot, words.Length > 1 ? words[1] : "/", context.Line.GetValue(target)!, context.Line.GetValue(delete))
            {
                Includes = context.Line.GetValue(includes)!,
                Sparse = context.Line.GetValue(sparse),
                NoLock = context.NoLock,
                LockPatience = context.LockPatience,
            };
            using var shown = new ShownProgress(context, "restoring");
            var report = await repository.RestoreAsync(request, new FileProgress(shown), ct);
            shown.Dispose();
            Tell(context, snapshot, report);
            return report.IsComplete ? Verb.Success : Verb.Failure;
        });
        return command;
    }

    private static void Tell(RepoContext context, Snapshot snapshot, RestoreReport report)
    {
        FailureLines.Tell(context, report.Failures, "restore", "not restored");
        foreach (var warning in context.Json ? [] : report.Warnings)
        {
            context.Errors.WriteLine($"restored, but not all about it: {warning.Path}: {warning.Why}");
        }

        if (context.Json)
        {
            JsonLine.Write(context.Output, j =>
            {
                j.WriteString("message_type", "summary");
                j.WriteNumber("seconds_elapsed", (long)report.Elapsed.TotalSeconds);
                j.WriteNumber("total_files", report.FilesRestored + report.FilesUnchanged + report.FoldersRestored + report.OthersRestored);
                j.WriteNumber("files_restored", report.FilesRestored + report.FoldersRestored + report.OthersRestored);
                j.WriteNumber("files_skipped", report.FilesUnchanged);
                j.WriteNumber("files_deleted", report.Deleted);
                j.WriteNumber("total_bytes", report.BytesRestored + report.BytesUnchanged);
                j.WriteNumber("bytes_restored", report.BytesRestored);
                j.WriteNumber("bytes_skipped", report.BytesUnchanged);
            });
        }

        context.Say(
            $"snapshot {snapshot.Id.ShortForm} of {snapshot.Time.ToLocalTime():yyyy-MM-dd HH:mm:ss}: restored {report.FilesRestored} files "
            + $"({ByteText.Of(report.BytesRestored)}) in {report.Elapsed.TotalSeconds:F1} s; {report.FilesUnchanged} were in place already");
        if (snapshot.IsPartial)
        {
            context.Say("This snapshot is partial: some files could not be read when it was made.");
        }
    }
}
