using System.Text.Json;
using Holdfast.Presentation;
using Holdfast.Restic.Operations.Restores;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Repo;

/// <summary>Tells of a restore as it goes on and of its end, in words or as restic's lines of JSON.</summary>
internal sealed class RestoreDisplay(RepoContext context) : IProgress<RestoreProgress>, IProgress<RestoredItem>, IDisposable
{
    private readonly ShownProgress _shown = new(context, "restoring");

    /// <summary>Null where no one wants to hear of each.</summary>
    internal IProgress<RestoredItem>? Items => context.Verbosity >= 2 ? this : null;

    public void Report(RestoreProgress value)
    {
        var counts = value.Counts;
        var skipped = counts.Skipped > 0 ? $", skipped {counts.Skipped} files/dirs {ByteText.Of(counts.BytesSkipped)}" : "";
        _shown.Show(Measure.Bytes(counts.BytesRestored, counts.BytesPlanned), $"{counts.Restored} files/dirs{skipped}  {value.Current}");
        _shown.Status(j => WriteStatus(j, counts));
    }

    public void Report(RestoredItem value)
    {
        var action = value.Action switch
        {
            RestoreAction.Updated => "updated",
            RestoreAction.Unchanged => "unchanged",
            RestoreAction.Deleted => "deleted",
            _ => "restored",
        };
        if (context.Json)
        {
            _shown.Line(j =>
            {
                j.WriteString("message_type", "verbose_status");
                j.WriteString("action", action);
                j.WriteString("item", value.Path);
                j.WriteNumber("size", value.Size ?? 0);
            });
            return;
        }

        _shown.Aside(() => context.Say(
            $"{action,-9} {TerminalText.Safe(value.Path)}" + (value.Size is { } size ? $" with size {ByteText.Of(size)}" : "")));
    }

    internal void Begin(Snapshot snapshot, string target)
    {
        context.Say(
            $"restoring snapshot {snapshot.Id.ShortForm} of [{string.Join(' ', snapshot.Paths.Select(TerminalText.Safe))}] at {snapshot.Time:yyyy-MM-dd HH:mm:ss zzz} "
            + $"by {TerminalText.Safe($"{snapshot.UserName}@{snapshot.HostName}")} to {target}");
        if (snapshot.IsPartial)
        {
            context.Say("This snapshot is partial: some files could not be read when it was made.");
        }
    }

    internal void End(RestoreReport report, RestoreRequest request)
    {
        _shown.Dispose();
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
                WriteCounts(j, report.Counts);
            });
        }
        else
        {
            // With --quiet too, as restic.
            context.Output.WriteLine(Summary(report));
        }

        if (request.Verify && report.IsComplete)
        {
            context.Say($"finished verifying {report.FilesVerified} files in {request.Target}");
        }
    }

    public void Dispose() => _shown.Dispose();

    private static string Summary(RestoreReport report)
    {
        var counts = report.Counts;
        var (files, bytes) = counts.Restored == counts.Planned && counts.BytesRestored == counts.BytesPlanned
            ? ($"{counts.Planned}", ByteText.Of(counts.BytesPlanned))
            : ($"{counts.Restored} / {counts.Planned}", $"{ByteText.Of(counts.BytesRestored)} / {ByteText.Of(counts.BytesPlanned)}");
        return $"Summary: Restored {files} files/dirs ({bytes}) in {Measure.Clock(report.Elapsed)}"
            + (counts.Skipped > 0 ? $", skipped {counts.Skipped} files/dirs {ByteText.Of(counts.BytesSkipped)}" : "")
            + (counts.Deleted > 0 ? $", deleted {counts.Deleted} files/dirs" : "");
    }

    private void WriteStatus(Utf8JsonWriter json, RestoreCounts counts)
    {
        WriteCounts(json, counts);
        json.WriteNumber("percent_done", counts.BytesPlanned > 0 ? (double)counts.BytesRestored / counts.BytesPlanned : 0);
    }

    // As restic, which leaves out what is 0.
    private void WriteCounts(Utf8JsonWriter json, RestoreCounts counts)
    {
        Optional("seconds_elapsed", (long)_shown.Elapsed.TotalSeconds);
        Optional("total_files", counts.Planned);
        Optional("files_restored", counts.Restored);
        Optional("files_skipped", counts.Skipped);
        Optional("files_deleted", counts.Deleted);
        Optional("total_bytes", counts.BytesPlanned);
        Optional("bytes_restored", counts.BytesRestored);
        Optional("bytes_skipped", counts.BytesSkipped);

        void Optional(string name, long value)
        {
            if (value != 0)
            {
                json.WriteNumber(name, value);
            }
        }
    }
}
