using System.CommandLine;
using Holdfast.Presentation;
using Holdfast.Restic.Operations.Copies;

namespace Holdfast.Cli.Repo;

internal static class CopyVerb
{
    internal static Command Create(RepoOptions options)
    {
        var ids = new Argument<string[]>("snapshot") { Description = "Only these", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [] };
        var (choice, source) = (new SnapshotChoice(), new SourceOptions());
        var command = new Command("copy", "Copy snapshots from another repository into this one") { ids };
        choice.AddTo(command);
        source.AddTo(command);
        command.Runs(options, async (context, ct) =>
        {
            await using var from = await source.OpenAsync(context, ct);
            await using var repository = await context.OpenAsync(ct);
            var request = new CopyRequest(new(context.Line.GetValue(ids)!, choice.Filter(context.Line)), context.NoLock)
            {
                LockPatience = context.LockPatience,
            };
            using var shown = new ShownProgress(context, "copying");
            var report = await repository.CopyFromAsync(from, request, new CopyDisplay(context, shown), ct);
            shown.Dispose();
            Tell(context, report);
            return report.IsComplete ? Verb.Success : Verb.Failure;
        });
        return command;
    }

    private static void Tell(RepoContext context, CopyReport report)
    {
        foreach (var skipped in context.Verbosity > 0 ? report.Skipped : [])
        {
            context.Say($"skipping source snapshot {skipped.Source.Id.ShortForm}, was already copied to snapshot {skipped.Copy.ShortForm}");
        }

        FailureLines.Tell(context, report.Failures);
        if (context.Json)
        {
            JsonLine.Write(context.Output, j =>
            {
                j.WriteString("message_type", "summary");
                j.WriteNumber("snapshots_copied", report.Copied.Count);
                j.WriteNumber("snapshots_skipped", report.Skipped.Count);
                j.WriteNumber("snapshots_failed", report.Failures.Count);
                j.WriteNumber("blobs", report.Blobs);
                j.WriteNumber("bytes", report.Bytes);
                j.WriteNumber("bytes_packed", report.BytesStored);
                j.WriteNumber("total_duration", report.Elapsed.TotalSeconds);
            });
        }

        context.Say(
            $"{report.Copied.Count} snapshots copied, {report.Skipped.Count} were there already; "
            + $"{report.Blobs} blobs ({ByteText.Of(report.Bytes)}, stored as {ByteText.Of(report.BytesStored)}) in {report.Elapsed.TotalSeconds:F1} s");
        if (report.Copied.Count > 0 && !report.SameChunker)
        {
            context.Say(
                "HINT: the two repositories cut files differently, so what is backed up here later is stored beside what was copied, not once; "
                + "a destination made by \"init --from-repo ... --copy-chunker-params\" cuts alike");
        }
    }

    private sealed class CopyDisplay(RepoContext context, ShownProgress shown) : IProgress<CopyProgress>
    {
        public void Report(CopyProgress value)
        {
            if (value.Copied is null)
            {
                shown.Show(new Measure(value.PacksDone, value.PacksTotal, "packs"), $"snapshot {value.Snapshot.Id.ShortForm}, {ByteText.Of(value.Bytes)}");
            }
            else if (context.Json)
            {
                shown.Line(j =>
                {
                    j.WriteString("message_type", "copied");
                    j.WriteString("source_snapshot_id", value.Snapshot.Id.ToString());
                    j.WriteString("snapshot_id", value.Copied.Copy.ToString());
                });
            }
            else
            {
                var of = value.Snapshot;
                context.Say(
                    $"snapshot {of.Id.ShortForm} of [{string.Join(' ', of.Paths.Select(TerminalText.Safe))}] at {of.Time.ToLocalTime():yyyy-MM-dd HH:mm:ss} by {TerminalText.Safe($"{of.UserName}@{of.HostName}")}: "
                    + $"snapshot {value.Copied.Copy.ShortForm} saved");
            }
        }
    }
}
