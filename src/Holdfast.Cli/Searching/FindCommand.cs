using System.CommandLine;
using Holdfast.Cli.Restoring;
using Holdfast.Cli.Runs;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Repositories;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Runs;
using Holdfast.Restic.Platform;
using Holdfast.Sources;
using Holdfast.Sources.Kinds;

namespace Holdfast.Cli.Searching;

/// <summary><c>holdfast find</c>: where a document is, in all that was ever kept of the business, and what to type to have it back.</summary>
internal sealed class FindCommand
{
    private const int DefaultMost = 50;

    private readonly Argument<string> _name = new("NAME")
    {
        Description = "A name or a part of one; with * or ? the whole name; with folders before it, such as 2025/contract. Capital or small letters are the same.",
    };

    private readonly Option<string[]> _systems = new("--system") { Description = "Only in this system. Can be said several times.", HelpName = "NAME" };
    private readonly Option<string?> _in = new("--in") { Description = "Only in this folder: from the folder of the system's data, or as it is called on its host.", HelpName = "FOLDER" };
    private readonly Option<string?> _since = new("--since") { Description = "Only points of this time or later, such as 2026-03-01T02:13:00Z.", HelpName = "TIME" };
    private readonly Option<string?> _until = new("--until") { Description = "Only points of this time or earlier.", HelpName = "TIME" };
    private readonly Option<bool> _exact = new("--exact") { Description = "NAME is the whole name, and * and ? are signs as others." };
    private readonly Option<bool> _case = new("--case") { Description = "Capital and small letters are not the same." };
    private readonly Option<bool> _deleted = new("--deleted") { Description = "Only what is gone from the newest point." };
    private readonly Option<int> _most = new("--limit") { Description = $"How many documents are listed. Default: {DefaultMost}.", HelpName = "NUMBER", DefaultValueFactory = _ => DefaultMost };
    private readonly SessionOptions _options = new(looks: true);
    private readonly Looking _looking = new();

    public static Command Create()
    {
        var find = new FindCommand();
        var command = new Command("find", "Find a document in every point of every system, also one that was deleted, and say what gets it back.")
        {
            find._name, find._systems, find._in, find._since, find._until, find._exact, find._case, find._deleted, find._most,
        };
        find._options.AddTo(command);
        find._looking.AddTo(command);
        command.SetAction(find.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(_name)!;
        var wish = NameWish.Of(name, parsed.GetValue(_exact), parsed.GetValue(_case));
        var (since, until) = (Time(parsed, _since), Time(parsed, _until));
        if (since > until)
        {
            throw new UsageException("--since is after --until, so no point is between them.", "Say the earlier one with --since.");
        }

        if (parsed.GetValue(_most) is < 1 and var most)
        {
            throw new UsageException($"--limit {most} would list nothing.", "Say 1 or more.");
        }

        var session = await _options.OpenAsync(parsed, cancellationToken);
        var plan = session.Plan.Plan;
        ProtectedSystem[] systems = parsed.GetValue(_systems) is { Length: > 0 } named
            ? [.. named.Select(n => SystemName.Find(plan, n)).DistinctBy(s => s.Name)]
            : [.. plan.Systems.Where(s => s.Protection is not null)];
        ProtectedSystem[] searched = [.. systems.Where(s => Kind(s).Useful != UsefulPart.WholeFolder)];
        await using var repositories = await _looking.OpenAsync(
            session, parsed, searched.SelectMany(s => s.Protection!.To).Distinct().Select(plan.RepositoryNamed), cancellationToken);

        var history = KeptHistory.In(session.State);
        var (epochs, now, quickest) = (repositories.EpochsBy(session.State), session.Clock.GetUtcNow(), new QuickestCopies(PlanIndex.Of(plan), history));
        RecoveryPoints Choose(PointWish wished) => new(repositories, history.Copies, epochs, wished, notAfter: null, now, quickest);
        var choice = Choose(PointWish.None);
        var (search, documents, places) = (new PointSearch(repositories, wish), new Documents(parsed.GetValue(_most)), new List<SearchedSystem>());
        foreach (var system in searched)
        {
            var all = choice.All(system with { RecoversOn = system.RunsOn });
            KnownPoint[] copies = [.. all.Where(p => !p.IsPartial && !(p.Point.TakenAt < since) && !(p.Point.TakenAt > until))];
            var place = DataPlace.Of(session, system, epochs);
            string[] folders = parsed.GetValue(_in) is { } folder ? [.. place.Meanings(folder).Distinct()] : [""];
            var points = await search.SearchAsync(system.Name, copies, folders, cancellationToken);
            places.Add(new(system, points.Count, points.Count == 0 ? null : points.Min(p => p.TakenAt), points.Count == 0 ? null : points.Max(p => p.TakenAt))
            {
                Partial = all.Count(p => p.IsPartial),
                HasFolder = points.Any(p => p.Found is not null),
                IsOneFile = Kind(system).Useful == UsefulPart.OneFile,
            });
            new DocumentFold(system.Name, points, wish, Above(system, place), Inside(folders[0])).Tell(document =>
            {
                if (document.Gone is not null || !parsed.GetValue(_deleted))
                {
                    documents.Add(document);
                }
            });
        }

        var found = new Found(name, documents, places, [.. systems.Except(searched)], search, repositories)
        {
            Words = new(Choose, string.Join(' ', new[] { session.Typed.Source, session.Typed.State }.Where(w => w.Length > 0))),
            IsFiltered = parsed.GetValue(_deleted) || since is not null || until is not null,
            In = parsed.GetValue(_in),
        };
        if (session.Screen.Json)
        {
            Screen.WriteJson(FindJson.Of(found, plan));
        }
        else
        {
            new FindScreen(session.Screen, plan).Show(found);
        }

        return documents.Count == 0 ? ExitCode.Failed : found.IsWhole ? ExitCode.Good : ExitCode.Partial;
    }

    private static SourceKind Kind(ProtectedSystem system) => SourceKinds.Of(system.Protection!.Data.Kind);

    private static DateTimeOffset? Time(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { } text ? PointOptions.Time(text) : null;

    private static IReadOnlyList<IReadOnlyList<string>> Above(ProtectedSystem system, DataPlace place) =>
    [
        .. place.Roots.Where(r => r.StartsWith('/')).Select(r => (system.Protection!.Data.IsFile ? Path.GetDirectoryName(r)! : r).Split('/', StringSplitOptions.RemoveEmptyEntries)), [system.Name],
    ];

    private static IReadOnlyList<ReadOnlyMemory<byte>> Inside(string folder) =>
        [.. folder.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(n => (ReadOnlyMemory<byte>)RawText.ToBytes(n))];
}
