using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Cli.Runs;
using Holdfast.Execution.Journals;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;
using Holdfast.Sources;
using Holdfast.Sources.Kinds;

namespace Holdfast.Cli.Restoring;

/// <summary><c>holdfast restore</c>: one document, a folder or all of a system, by the names that the plan has. For a lost business there is failover.</summary>
internal sealed class RestoreCommand
{
    private const int MostTold = 5;

    private readonly Argument<string> _system = new("SYSTEM") { Description = "Which system of the plan." };
    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "A file or folder of it: from the folder of its data, or as it is called on its host. Default: all of it.", Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _at = new("--at") { Description = "As it was at this time: the newest point that is not newer, such as 2026-03-01T02:13:00Z.", HelpName = "TIME" };
    private readonly Option<string?> _point = new("--point") { Description = "From this snapshot, as --list and \"holdfast points\" show it; also one that does not count.", HelpName = "SNAPSHOT" };
    private readonly Option<string?> _to = new("--to") { Description = "Into this folder. Default: a new one in this folder, named for the system and the point.", HelpName = "FOLDER" };
    private readonly Option<bool> _inPlace = new("--in-place") { Description = "Back to where the data of the system lies by the plan." };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace files that are there with other content." };
    private readonly Option<bool> _list = new("--list") { Description = "Only show which versions there are, and what a folder holds." };
    private readonly SessionOptions _options = new(looks: true);
    private readonly Looking _looking = new();

    public static Command Create()
    {
        var restore = new RestoreCommand();
        var command = new Command("restore", "Get a document, a folder or the data of a system back into a folder.")
        {
            restore._system, restore._paths, restore._at, restore._point, restore._to, restore._inPlace, restore._overwrite, restore._list,
        };
        restore._options.AddTo(command);
        restore._looking.AddTo(command);
        command.SetAction(restore.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var at = parsed.GetValue(_at) is { } time ? PointOptions.Time(time) : (DateTimeOffset?)null;
        RefuseContradictions(parsed);
        var session = await _options.OpenAsync(parsed, cancellationToken);
        var plan = session.Plan.Plan;
        var system = SystemName.Find(plan, parsed.GetValue(_system)!);
        await using var repositories = await _looking.OpenAsync(session, parsed, system.Protection!.To.Select(plan.RepositoryNamed), cancellationToken);
        var points = new SystemPoints(session, system, repositories, Wish(parsed, system, at));
        var contents = new PointContents(points);
        var place = DataPlace.Of(session, system, repositories.EpochsBy(session.State));
        var finder = new PathFinder(points, contents, place);
        var candidates = points.Candidates();
        var typed = parsed.GetValue(_paths) ?? [];
        if (parsed.GetValue(_list))
        {
            return await new VersionList(points, contents, finder, at, session.Screen).ShowAsync(candidates, typed is [var one] ? one : null, cancellationToken);
        }

        var destination = DestinationOf(parsed, session, system, place, candidates[0]);
        if (points.WhyNot(candidates[0]) is { } whyNot)
        {
            Screen.Warn($"{candidates[0].Repository}, {candidates[0].Snapshot[..8]} is not a point that counts: {whyNot}. Look at what is restored before it is used.");
        }

        var work = new RestoreWork(points, destination, session.Clock);
        var (restored, isOlder) = await new CopyChoice(points, candidates).FirstThatReadsAsync(async point =>
        {
            var wanted = await finder.FindAsync(point, typed, cancellationToken);
            var done = await work.RestoreAsync(point, wanted, cancellationToken);
            Remember(session, done);
            return (done, done.Report.Unreadable is [var lost, ..] ? lost.Why + Written(destination) : null);
        });
        Tell(session.Screen, system, restored, isOlder);
        return !restored.Report.IsComplete ? ExitCode.Failed : isOlder ? ExitCode.Partial : ExitCode.Good;
    }

    private static string Written(Destination destination) =>
        destination.Own.Count is > 0 and var files ? $" ({(files == 1 ? "1 file" : $"{files} files")} of it {(files == 1 ? "was" : "were")} written to {destination.Folder})" : "";

    private void RefuseContradictions(ParseResult parsed)
    {
        var (list, to, inPlace) = (parsed.GetValue(_list), parsed.GetValue(_to), parsed.GetValue(_inPlace));
        if (list && (to is not null || inPlace || parsed.GetValue(_overwrite)))
        {
            throw new UsageException("--list restores nothing, so it goes with none of --to, --in-place and --overwrite.", "Leave --list out to restore.");
        }

        if (list && parsed.GetValue(_paths) is { Length: > 1 })
        {
            throw new UsageException("--list shows the versions of one PATH.", "Name one.");
        }

        if (to is not null && inPlace)
        {
            throw new UsageException("--to and --in-place both say where to restore to.", "Say one of them.");
        }

        if (parsed.GetValue(_at) is not null && parsed.GetValue(_point) is not null)
        {
            throw new UsageException("--at and --point both say which point to restore.", "Say one of them.");
        }
    }

    private PointWish Wish(ParseResult parsed, ProtectedSystem system, DateTimeOffset? at) => parsed.GetValue(_point) switch
    {
        null => new(at, []),
        { Length: >= 4 } named => new(at, [new(system.Name, named.ToLowerInvariant())]),
        var named => throw new UsageException($"\"{named}\" names no snapshot.", "Give at least four characters of its name, as --list shows it."),
    };

    private Destination DestinationOf(ParseResult parsed, Session session, ProtectedSystem system, DataPlace place, RecoveryPoint point)
    {
        if (parsed.GetValue(_inPlace))
        {
            session.RefuseRemote([place.Host]);
            if (SourceKinds.Of(system.Protection!.Data.Kind).Useful == UsefulPart.WholeFolder)
            {
                throw new RunRefusedException(
                    $"{system.Name} is a {system.Protection.Data.Title}, which is not restored over one that may be in use; nothing was written.",
                    "Restore it into a folder of its own with --to, or bring the whole system back with \"holdfast failover\".");
            }
        }

        var name = $"restored-{string.Concat(system.Name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '_' ? c : '-'))}-{Moment.InName(point.TakenAt)}";
        var folder = parsed.GetValue(_inPlace) ? system.Protection!.Data.IsFile ? Path.GetDirectoryName(place.Live)! : place.Live : parsed.GetValue(_to) ?? name;
        var destination = new Destination(Path.GetFullPath(folder), parsed.GetValue(_overwrite));
        destination.RefuseFile();
        return destination;
    }

    /// <summary>What was found damaged is known from now on, where this machine remembers anything.</summary>
    private static void Remember(Session session, Restored restored)
    {
        string[] packs = [.. restored.Report.Unreadable.Where(u => u.Damaged).Select(u => u.Pack).OfType<string>().Distinct()];
        if (packs.Length > 0 && session.State.IsMade)
        {
            var point = restored.Point;
            var unremembered = ProtectionLog.TryAppend(
                session.State,
                [
                    new(point.System, point.Repository, point.Snapshot, point.TakenAt, null, 0, 0, false, restored.Report.Unreadable[0].Why)
                    {
                        DamagedAt = session.Clock.GetUtcNow(), DamagedPacks = [.. packs],
                    },
                ]);
            if (unremembered is not null)
            {
                Screen.Warn($"{point.Repository}, {point.Snapshot[..8]}: it is damaged, and {unremembered}");
            }
        }
    }

    private static void Tell(Screen screen, ProtectedSystem system, Restored restored, bool isOlder)
    {
        var (point, report) = (restored.Point, restored.Report);
        foreach (var failure in report.Failures.Take(MostTold))
        {
            Screen.Warn($"not restored: {failure.Path}: {failure.Why}");
        }

        foreach (var warning in report.Warnings.Take(MostTold))
        {
            Screen.Warn($"restored, but not all about it: {warning.Path}: {warning.Why}");
        }

        if (report.Warnings.Count > MostTold)
        {
            Screen.Warn($"and {report.Warnings.Count - MostTold} more like these");
        }

        var files = report.FilesRestored == 1 ? "1 file" : $"{report.FilesRestored} files";
        var same = report.Counts.Skipped > 0 ? $"; {report.Counts.Skipped} were there as they should be" : "";
        screen.Line($"Restored {system.Name} as it was at {Moment.Of(point.TakenAt)}, from {point.Repository}, {point.Snapshot[..8]}: {files}, {Spoken.Bytes(report.BytesRestored)}{same}.");
        screen.Line($"It is at {restored.At}");
        foreach (var note in restored.Notes)
        {
            screen.Line(note);
        }

        foreach (var command in restored.Next)
        {
            screen.Line("  " + command);
        }

        if (screen.Json)
        {
            Screen.WriteJson(new JsonObject
            {
                { "system", system.Name },
                { "repository", point.Repository },
                { "snapshot", point.Snapshot },
                { "takenAt", point.TakenAt },
                { "verified", point.Verified },
                { "isOlder", isOlder },
                { "at", restored.At },
                { "files", report.FilesRestored },
                { "bytes", report.BytesRestored },
                { "unchanged", report.Counts.Skipped },
                { "notRestored", report.Failures.Select(f => new JsonObject { { "path", f.Path }, { "why", f.Why } }) },
                { "warnings", report.Warnings.Select(f => new JsonObject { { "path", f.Path }, { "why", f.Why } }) },
                { "notes", restored.Notes },
                { "next", restored.Next },
            });
        }
    }
}
