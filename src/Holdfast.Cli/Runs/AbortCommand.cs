using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Execution.Contexts;
using Holdfast.Execution.Executors;
using Holdfast.Execution.Inboxes;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Execution.Stores;
using Holdfast.Presentation;
using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Runs;

/// <summary><c>holdfast run abort</c>: gives a run up, by a word to whoever carries it out, or by hand where nobody does.</summary>
internal static class AbortCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("RUN") { Description = "Which run; the only unfinished one when none is named.", Arity = ArgumentArity.ZeroOrOne };
        var why = new Option<string>("--why") { Description = "The reason, for the evidence.", Required = true };
        var command = new Command("abort", "Give up a run. What it started stays as it is; \"run stop\" stops it.") { name, why };
        var options = new StateOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var state = options.FolderOf(parsed);
            var screen = options.ScreenOf(parsed);
            var run = Known.SpokenTo(state, parsed.GetValue(name));
            if (Known.IsCarriedOut(state, run))
            {
                return await new CommandSender(screen, state, run).SendAsync(OperatorCommandKind.Abort, null, parsed.GetValue(why), [], cancellationToken);
            }

            var evidence = await EndAsync(state, run, parsed.GetValue(why)!, cancellationToken);
            screen.Line($"{run} is given up. Evidence: {evidence}");
            var told = await GiveBackAsync(state, run, cancellationToken);
            foreach (var sentence in told)
            {
                screen.Line(sentence);
            }

            if (screen.Json)
            {
                Screen.WriteJson(new JsonObject { { "run", run }, { "outcome", RunOutcome.Abandoned }, { "evidence", evidence }, { "told", told } });
            }

            return ExitCode.Good;
        });
        return command;
    }

    /// <summary>It is given up whatever becomes of this; where the repositories can't be told, that is said.</summary>
    private static async Task<ImmutableArray<string>> GiveBackAsync(IRunStore state, string run, CancellationToken cancellationToken)
    {
        if (RunOrigin.Of(state, run) is not null || RunSummary.Of(StoredJournal.Read(state, run).Events).Began is null)
        {
            return []; // This machine never led it.
        }

        try
        {
            var plan = Known.PlanOf(state, run);
            return await new Aftermath(plan, state, Hosts.Link(TimeProvider.System, state, plan, reaches: true, new(Screen.Warn, Screen.Note)), Hosts.FindKeyAsync, TimeProvider.System, Screen.Warn).GiveBackAsync(run, cancellationToken);
        }
        catch (Exception e) when (e is RunRefusedException or PlanRejectedException)
        {
            return [$"The repositories were not told: {e.Message}"];
        }
    }

    /// <returns>The evidence's file.</returns>
    private static async Task<string> EndAsync(IRunStore state, string run, string why, CancellationToken cancellationToken)
    {
        // A drill is over when its program is: the next one clears away what it left.
        var kind = RunSummary.Of(StoredJournal.Read(state, run).Events).Began?.Kind ?? RunKind.Failover;
        using var alone = RunLock.Take(state, kind, run);
        var (journal, events) = StoredJournal.Reopen(state, run);
        if (RunSummary.Of(events).Ended is not null)
        {
            throw new RunRefusedException($"{run} has ended.", "There is nothing to give up.");
        }

        await journal.AppendAsync(new RunEnded(TimeProvider.System.GetUtcNow(), RunOutcome.Abandoned, [], why), cancellationToken);
        return Execution.Evidence.SealedJournals.Seal(state, run);
    }
}
