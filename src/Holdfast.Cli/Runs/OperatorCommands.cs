using System.CommandLine;
using Holdfast.Execution.Codes;
using Holdfast.Execution.Inboxes;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Stores;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Runs;

/// <summary><c>holdfast run confirm, approve, skip, retry, give-up, pause, unpause</c>: what operators ask of a run.</summary>
internal static class OperatorCommands
{
    public static IEnumerable<Command> All() =>
    [
        OfStep("confirm", "Say that what somebody was to do is done.", OperatorCommandKind.Confirm, QuestionKind.Task, code: true),
        OfStep("approve", "Say yes, with a one-time code typed when asked or sent on standard input.", OperatorCommandKind.Approve, QuestionKind.Approval),
        OfStep("skip", "Go on without a step; with the codes of two people where the plan asks for two.", OperatorCommandKind.Skip, null, because: true, code: true),
        OfStep("retry", "Have a failed step done again.", OperatorCommandKind.Retry, QuestionKind.Failure),
        OfStep("give-up", "Leave a step failed that the run asks about.", OperatorCommandKind.GiveUp, QuestionKind.Failure),
        OfRun("pause", "Let nothing new begin. What is under way goes on.", OperatorCommandKind.Pause, because: true),
        OfRun("unpause", "Go on after a pause.", OperatorCommandKind.Unpause),
    ];

    private static Command OfStep(string verb, string description, OperatorCommandKind kind, QuestionKind? answers, bool because = false, bool code = false)
    {
        var step = new Argument<string?>("STEP") { Description = "SYSTEM/STEP; the only one that waits when none is named.", Arity = ArgumentArity.ZeroOrOne };
        var name = NameOption();
        var reason = new Option<string?>("--because") { Description = "The reason, for the evidence.", Required = true };
        var proven = new Option<bool>("--code") { Description = "Prove who you are by a one-time code, typed when asked or sent on standard input." };
        var command = new Command(verb, description) { step, name };
        Offer(command, because, reason);
        Offer(command, code, proven);
        var options = new StateOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var state = options.FolderOf(parsed);
            var run = Known.SpokenTo(state, parsed.GetValue(name));
            var about = StepMeant(state, run, parsed.GetValue(step), answers);
            var codes = kind == OperatorCommandKind.Approve ? 1
                : kind == OperatorCommandKind.Skip && NeedsTwo(state, run, about) ? 2
                : code && parsed.GetValue(proven) ? 1
                : 0;
            var proofs = TypedCodes.Read(new CodeBook(state, TimeProvider.System), codes);
            return await new CommandSender(options.ScreenOf(parsed), state, run).SendAsync(
                kind, about.ToString(), because ? parsed.GetValue(reason) : null, proofs, cancellationToken);
        });
        return command;
    }

    private static Command OfRun(string verb, string description, OperatorCommandKind kind, bool because = false)
    {
        var name = NameOption();
        var reason = new Option<string?>("--because") { Description = "The reason, for the evidence." };
        var command = new Command(verb, description) { name };
        Offer(command, because, reason);
        var options = new StateOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var state = options.FolderOf(parsed);
            var run = Known.SpokenTo(state, parsed.GetValue(name));
            return await new CommandSender(options.ScreenOf(parsed), state, run).SendAsync(kind, null, because ? parsed.GetValue(reason) : null, [], cancellationToken);
        });
        return command;
    }

    private static void Offer(Command command, bool wanted, Option option)
    {
        if (wanted)
        {
            command.Options.Add(option);
        }
    }

    private static Option<string?> NameOption() => new("--run") { Description = "Which run; the only unfinished one when none is named.", HelpName = "RUN" };

    /// <summary>The step named, or the only one that such an answer is waited for.</summary>
    private static StepName StepMeant(IRunStore state, string run, string? named, QuestionKind? answers)
    {
        if (named is not null)
        {
            return named.Contains('/', StringComparison.Ordinal)
                ? StepName.Parse(named)
                : throw new UsageException($"\"{named}\" is no step's name.", "A step is written SYSTEM/STEP; \"holdfast run show\" names them.");
        }

        var waiting = RunSummary.Of(StoredJournal.Read(state, run).Events).Conversation.Open.Where(q => answers is null || q.Kind == answers).Select(q => q.Step).ToArray();
        return waiting switch
        {
            [var only] => only,
            [] => throw new UsageException($"Nothing in {run} waits for that.", "\"holdfast run show\" shows what it waits for; name a step to speak of another."),
            _ => throw new UsageException($"Several steps wait for that: {string.Join(", ", waiting)}.", "Name the one that is meant."),
        };
    }

    private static bool NeedsTwo(IRunStore state, string run, StepName step) =>
        Known.PlanOf(state, run).Plan.Systems.FirstOrDefault(s => s.Name == step.System)?.Recover.FirstOrDefault(s => s.Name == step.Step)?.Skip == SkipRule.TwoPeople;
}
