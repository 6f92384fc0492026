using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Stores;
using Holdfast.Presentation;
using Holdfast.Protocol;
using Holdfast.Recovery.Evidence;
using Holdfast.Recovery.Runs;
using Holdfast.Recovery.Trust;
using Holdfast.Restic;

namespace Holdfast.Cli.Runs;

/// <summary><c>holdfast evidence</c>: sealed journals, and whether they are what was sealed.</summary>
internal static class EvidenceCommand
{
    public static Command Create() => new("evidence", "Evidence: list, verify.") { List(), Verify() };

    private static Command List()
    {
        var command = new Command("list", "The evidence files on this machine, oldest first.");
        var options = new StateOptions().AddTo(command);
        command.SetAction(parsed =>
        {
            var state = options.FolderOf(parsed);
            var files = state.List(StoreNames.Evidence).Select(state.PlaceOf).ToArray();
            foreach (var file in files)
            {
                options.ScreenOf(parsed).Line(file);
            }

            if (options.ScreenOf(parsed).Json)
            {
                Screen.WriteJson(JsonFields.List(files));
            }

            return ExitCode.Good;
        });
        return command;
    }

    private static Command Verify()
    {
        var file = new Argument<string>("FILE") { Description = "An evidence file." };
        var state = new Option<string?>("--state") { Description = "The state folder whose key must have sealed it. Default: any key, which is told.", HelpName = "FOLDER" };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output, nothing else." };
        var plan = new Option<string?>("--plan") { Description = "The plan whose repositories are asked whether they hold the same. Default: holdfast.yaml in this folder, if there is one.", HelpName = "FILE" };
        var from = new Option<string?>("--from") { Description = "The only repository to ask.", HelpName = "REPOSITORY" };
        var key = new Option<string?>("--key") { Description = "Where the key of --from is: env:NAME, file:PATH or command:...", HelpName = "REFERENCE" };
        var head = new Option<string?>("--head") { Description = "The head of its journal as the printed kit shows it.", HelpName = "HEAD" };
        var command = new Command("verify", "Check the chain and the signature, and ask the repositories for other copies; if the file was changed, say where.") { file, state, plan, from, key, head, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(file)!;
            if (!File.Exists(path))
            {
                throw new UsageException($"There is no file {path}.", "\"holdfast evidence list\" shows the files.");
            }

            var typed = TypedHead(parsed.GetValue(head));
            var must = parsed.GetValue(state) is { } place ? StatePlaces.ToLookInto(place) : null;
            if (must is not null && must.ReadDocument(StoreNames.EvidenceKey) is null)
            {
                throw new UsageException(
                    $"{parsed.GetValue(state)} has no key that seals evidence, so nothing can have been sealed with it.",
                    "Name the state folder of the machine that sealed the file, or leave --state out to accept any key.");
            }

            var check = SealedJournals.Verify(File.ReadAllBytes(path), must);
            var screen = new Screen(parsed.GetValue(json));
            screen.Line(check.Good
                ? $"{path}: whole. {check.Events.Count} events, sealed by key {check.Signer}."
                : check.Line == 0
                    ? $"{path}: unchanged since it was sealed, but {check.Fault}."
                    : $"{path}: NOT what was sealed. Line {check.Line} (byte {check.Offset}): {check.Fault}.");
            if (check.Good && RunSummary.Of(check.Events) is { Began: { } began } summary)
            {
                screen.Line($"It is {began.Run} of {began.Organization}, \"{began.Scenario}\": {summary.Ended?.Outcome.ToString() ?? "not ended"}.");
                foreach (var left in began.Unrecoverable)
                {
                    screen.Line($"It left out {left.System}, unrecoverable: {left.Why}.");
                }
            }

            var mistaken = check.Events is [RunBegan first, ..] && Path.GetFileName(path) is var called && RunName.IsNamedForOne(called) && !called.StartsWith(first.Run, StringComparison.Ordinal);
            if (mistaken)
            {
                screen.Line($"It is NOT what its name says: the file is named for another run than {((RunBegan)check.Events[0]).Run}, which it holds. Somebody put it in the place of the other, or renamed it.");
            }

            var anchors = new EvidenceAnchors(File.ReadAllBytes(path), NameOf(path, check), check.Signer);
            if (check.Good)
            {
                if (typed is { } kits)
                {
                    anchors.HoldAgainst(kits);
                }

                await anchors.AskAsync(ToAsk(parsed.GetValue(plan), parsed.GetValue(from), parsed.GetValue(key)), KeyRules.ForLooking(parsed.GetValue(key)), TimeProvider.System, cancellationToken);
                anchors.Tell(screen);
            }

            if (screen.Json)
            {
                Screen.WriteJson(new JsonObject
                {
                    { "file", path }, { "good", check.Good && !mistaken && anchors.Others.Count == 0 }, { "line", check.Line }, { "offset", check.Offset }, { "fault", check.Fault }, { "signer", check.Signer }, { "anchors", anchors.Same }, { "differs", anchors.Others },
                });
            }

            return check.Good && !mistaken && anchors.Others.Count == 0 ? ExitCode.Good : ExitCode.EvidenceChanged;
        });
        return command;
    }

    /// <exception cref="UsageException">It cannot be one.</exception>
    private static KeyFingerprint? TypedHead(string? typed) => typed is null ? null
        : KeyFingerprint.TryRead(typed, out var head) ? head
        : throw new UsageException($"--head \"{typed}\" is mistyped: it is not the head of a journal.", "It has 25 letters and digits in groups of five; the last one checks the others. The printed kit shows it beside the file's name.");

    /// <summary>What repositories call it: somebody may have renamed a copy.</summary>
    private static string NameOf(string path, EvidenceCheck check) =>
        check.Events is [RunBegan began, ..] && !Path.GetFileName(path).StartsWith(began.Run, StringComparison.Ordinal) ? began.Run + ".jsonl" : Path.GetFileName(path);

    private static IEnumerable<RepositoryAddress> ToAsk(string? plan, string? from, string? key)
    {
        if (from is not null)
        {
            return
            [
                new(from, Locations.Absolute(from, Environment.CurrentDirectory), key ?? throw new UsageException("--from needs --key.", "Say where the repository's key is: --key env:NAME or --key file:PATH.")),
            ];
        }

        return plan is null && !File.Exists(StateOptions.DefaultPlan) ? []
            : StateOptions.ReadPlan(plan ?? StateOptions.DefaultPlan) is var read ? [.. read.Plan.Repositories.Select(read.Real().AddressOf)] : [];
    }
}
