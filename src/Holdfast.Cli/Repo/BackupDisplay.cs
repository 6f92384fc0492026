using System.Globalization;
using System.Text.Json;
using Holdfast.Presentation;
using Holdfast.Restic.Operations.Backups;

namespace Holdfast.Cli.Repo;

/// <summary>Tells what happens in a backup as it happens, each file with <c>-vv</c>, and at the end what came of it.</summary>
internal sealed class BackupDisplay(RepoContext context, ShownProgress shown) : IProgress<BackupEvent>
{
    private const int Details = 2;

    private readonly int _verbosity = context.Verbosity;

    public void Report(BackupEvent value)
    {
        switch (value)
        {
            case BackupEvent.Failed failed:
                shown.Aside(() => FailureLines.Tell(context, [failed.Failure], "archival", "error"));
                break;
            case BackupEvent.Began began when !context.Json:
                Say(began.Parent is { } parent ? $"using parent snapshot {parent.ShortForm}" : "no parent snapshot found, will read all files");
                break;
            case BackupEvent.Remarked remarked when !context.Json:
                shown.Aside(() => context.Errors.WriteLine($"note: {TerminalText.Safe(remarked.Text)}"));
                break;
            case BackupEvent.Scanned scanned when _verbosity > 0:
                Tell(scanned);
                break;
            case BackupEvent.ItemDone item when _verbosity >= (context.Json ? 1 : Details):
                Tell(item);
                break;
            case BackupEvent.Excluded excluded when _verbosity >= Details:
                Tell(excluded);
                break;
        }
    }

    internal void TellEnd(BackupReport report, bool isDryRun)
    {
        if (context.Json)
        {
            JsonLine.Write(context.Output, j => WriteSummary(j, report, isDryRun));
            return;
        }

        var s = report.Summary;
        context.Say("");
        context.Say($"Files:       {s.FilesNew,5} new, {s.FilesChanged,5} changed, {s.FilesUnmodified,5} unmodified");
        context.Say($"Dirs:        {s.FoldersNew,5} new, {s.FoldersChanged,5} changed, {s.FoldersUnmodified,5} unmodified");
        if (_verbosity > 0)
        {
            context.Say($"Data Blobs:  {s.DataBlobs,5} new");
            context.Say($"Tree Blobs:  {s.TreeBlobs,5} new");
        }

        context.Say($"{(isDryRun ? "Would add" : "Added")} to the repository: {ByteText.Of(s.DataAdded)} ({ByteText.Of(s.DataAddedPacked)} stored)");
        context.Say("");
        context.Say($"processed {s.TotalFilesProcessed} files, {ByteText.Of(s.TotalBytesProcessed)} in {Measure.Clock(report.Elapsed)}");
        if (isDryRun)
        {
            return;
        }

        context.Say(report.IsSkipped ? "skipped creating snapshot"
            : report.Partial ? $"snapshot {report.Snapshot.ShortForm} saved, but it is partial: {report.Missed.Count} things could not be read"
            : $"snapshot {report.Snapshot.ShortForm} saved");
    }

    private static void WriteSummary(Utf8JsonWriter json, BackupReport report, bool isDryRun)
    {
        json.WriteString("message_type", "summary");
        SnapshotJson.WriteCounts(json, report.Summary);
        json.WriteNumber("total_duration", report.Elapsed.TotalSeconds);
        json.WriteString("backup_start", report.Summary.BackupStart.ToString());
        json.WriteString("backup_end", report.Summary.BackupEnd.ToString());
        if (!report.IsSkipped && !isDryRun)
        {
            json.WriteString("snapshot_id", report.Snapshot.ToString());
        }

        if (isDryRun)
        {
            json.WriteBoolean("dry_run", true);
        }
    }

    private static string Word(ItemChange change) => change switch
    {
        ItemChange.New => "new",
        ItemChange.Modified => "modified",
        _ => "unchanged",
    };

    private void Tell(BackupEvent.Scanned scanned)
    {
        if (context.Json)
        {
            Line("scan_finished", "", scanned.Took, scanned.Bytes, 0, 0, 0, scanned.Files);
        }
        else
        {
            Say(string.Create(
                CultureInfo.InvariantCulture,
                $"scan finished in {scanned.Took.TotalSeconds:F3}s: {scanned.Files} files, {ByteText.Of(scanned.Bytes)}"));
        }
    }

    private void Tell(BackupEvent.ItemDone item)
    {
        var word = Word(item.Change);
        if (context.Json)
        {
            Line(word, item.Path, item.Took, item.Added, item.Stored, item.TreeAdded, item.TreeStored, 0);
            return;
        }

        var metadata = item.Path.EndsWith('/') ? $", {ByteText.Of(item.TreeStored)} metadata" : "";
        Say(item.Change == ItemChange.Unchanged
            ? $"{word,-9} {TerminalText.Safe(item.Path)}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{word,-9} {TerminalText.Safe(item.Path)}, saved in {item.Took.TotalSeconds:F3}s ({ByteText.Of(item.Added)} added, {ByteText.Of(item.Stored)} stored{metadata})"));
    }

    private void Tell(BackupEvent.Excluded excluded)
    {
        if (!context.Json)
        {
            Say($"excluded  {TerminalText.Safe(excluded.Path)}");
            return;
        }

        shown.Line(j =>
        {
            j.WriteString("message_type", "excluded_item");
            j.WriteString("item", excluded.Path);
        });
    }

    private void Say(string text) => shown.Aside(() => context.Say(text));

    private void Line(string action, string item, TimeSpan took, long data, long stored, long tree, long treeStored, long files) => shown.Line(j =>
    {
        j.WriteString("message_type", "verbose_status");
        j.WriteString("action", action);
        j.WriteString("item", item);
        j.WriteNumber("duration", took.TotalSeconds);
        j.WriteNumber("data_size", data);
        j.WriteNumber("data_size_in_repo", stored);
        j.WriteNumber("metadata_size", tree);
        j.WriteNumber("metadata_size_in_repo", treeStored);
        j.WriteNumber("total_files", files);
    });
}
