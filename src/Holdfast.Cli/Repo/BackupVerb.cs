using System.CommandLine;
using System.Globalization;
using Holdfast.Presentation;
using Holdfast.Restic;
using Holdfast.Restic.Operations.Backups;

namespace Holdfast.Cli.Repo;

internal static class BackupVerb
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";

    internal static Command Create(RepoOptions options)
    {
        var (sources, excludes, changes) = (new BackupSources(), new BackupExcludes(), new BackupChanges());
        var host = new Option<string?>("--host", "-H") { Description = "The host that the snapshot is of [$RESTIC_HOST]", HelpName = "hostname" };
        var tags = SnapshotChoice.Several("--tag", "Tags for the snapshot, with commas between");
        var time = new Option<string?>("--time") { Description = $"The snapshot's time, as \"{TimeFormat}\"", HelpName = "time" };
        var dryRun = new Option<bool>("--dry-run", "-n") { Description = "Do everything but change the repository" };
        var skip = new Option<bool>("--skip-if-unchanged") { Description = "Make no snapshot that would be like its parent" };
        var accessTimes = new Option<bool>("--with-atime") { Description = "Keep access times, too" };
        var noScan = new Option<bool>("--no-scan") { Description = "Do not find out beside the backup how much there is" };
        var readers = new Option<int?>("--read-concurrency")
        {
            Description = "How many files are read at once [$RESTIC_READ_CONCURRENCY]", HelpName = "n",
        };
        var command = new Command("backup", "Back up files and folders");
        sources.AddTo(command);
        excludes.AddTo(command);
        changes.AddTo(command);
        foreach (var option in new Option[] { host, tags, time, dryRun, skip, accessTimes, noScan, readers })
        {
            command.Options.Add(option);
        }

        command.Runs(options, async (context, ct) =>
        {
            var line = context.Line;
            context.InputIsData = sources.ReadInput(line);
            using var shown = new ShownProgress(context, "backing up");
            var display = new BackupDisplay(context, shown);
            var targets = await sources.TargetsAsync(line, context.Errors.WriteLine, ct);
            var request = new BackupRequest(
                targets,
                RepoContext.Given(line.GetValue(host), "RESTIC_HOST") ?? Repository.ThisHost,
                [.. line.GetValue(tags)!.SelectMany(t => t.Split(',', StringSplitOptions.RemoveEmptyEntries))],
                excludes.Patterns(line),
                line.GetValue(time) is { } text ? Time(text) : null)
            {
                LockPatience = context.LockPatience,
                Selection = excludes.Rules(line),
                Changes = changes.Rules(line),
                Parent = changes.Parent(line),
                ReadConcurrency = Readers(line.GetValue(readers)),
                WithAccessTimes = line.GetValue(accessTimes),
                DryRun = line.GetValue(dryRun),
                SkipIfUnchanged = line.GetValue(skip),
                Scan = !line.GetValue(noScan) && !context.Quiet && !targets.Any(t => t is StreamTarget),
                Events = display,
            };
            try
            {
                await using var repository = await context.OpenAsync(ct);
                var report = await repository.BackupAsync(request, new FileProgress(shown), ct);
                shown.Dispose();
                display.TellEnd(report, request.DryRun);
                return report.Partial ? Verb.Partial : Verb.Success;
            }
            finally
            {
                foreach (var stream in targets.OfType<StreamTarget>())
                {
                    await stream.Content.DisposeAsync();
                }
            }
        });
        return command;
    }

    private static int Readers(int? given) =>
        given ?? (RepoContext.Given(null, "RESTIC_READ_CONCURRENCY") is not { } text ? 0
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
            : throw new UsageException($"RESTIC_READ_CONCURRENCY is \"{text}\", which is no number"));

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time)
            ? time
            : throw new UsageException(
                $"error in time option: \"{text}\" is no time", "write it like \"2026-01-31 13:45:00\"");
}
