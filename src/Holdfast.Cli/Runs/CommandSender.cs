using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Holdfast.Execution.Codes;
using Holdfast.Execution.Inboxes;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Stores;
using Holdfast.Presentation;
using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Runs;

/// <summary>Sends an operator command to a run that another process may carry out, and tells what came of it.</summary>
internal sealed class CommandSender(Screen screen, IRunStore state, string run)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>The process that carries out the run looks every second; if it has not by then, it hangs or is not what it seems.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <returns>The exit code: taken, or left for the one who takes the run up.</returns>
    /// <exception cref="RunRefusedException">The run refused it, or has ended.</exception>
    public async Task<int> SendAsync(OperatorCommandKind kind, string? step, string? because, ImmutableArray<CodeProof> proofs, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        if (Summary is { Ended: { CanBeTakenUp: false } or { Outcome: not RunOutcome.PartlyRecovered } })
        {
            throw new RunRefusedException($"{run} has ended.", "\"holdfast run show\" shows what happened.");
        }

        var inbox = new Inbox(state, run);
        var command = new InboxCommand(Inbox.NewId(clock.GetUtcNow()), kind, step, because, Environment.UserName, proofs);
        inbox.Put(command);
        for (var (begun, seen) = (clock.GetTimestamp(), 0L); ; seen = await state.WatchAsync(StoreNames.JournalOf(run), seen, Look, cancellationToken))
        {
            var carriedOut = Known.IsCarriedOut(state, run); // Asked first: what it journalled before it ended is then seen.
            if (Happened(command.Id) is { } happened)
            {
                return Taken(kind, step, happened);
            }

            if (!carriedOut || clock.GetElapsedTime(begun) > Patience)
            {
                return Left(inbox, command);
            }
        }
    }

    private RunSummary Summary => RunSummary.Of(StoredJournal.Read(state, run).Events);

    private RunEvent? Happened(string command) => StoredJournal.Read(state, run).Events.LastOrDefault(e => e.Command == command);

    private int Taken(OperatorCommandKind kind, string? step, RunEvent happened)
    {
        if (happened is CommandRefused refused)
        {
            throw new RunRefusedException($"Refused: {refused.Why}.", refused.Hint ?? "\"holdfast run show\" shows what happened.");
        }

        var missing = happened is StepApproved approved ? Summary.Conversation.About(approved.Step)?.Missing ?? 0 : 0;
        screen.Line(happened switch
        {
            StepApproved e => $"{e.Step} is approved by {e.By}{(missing > 0 ? $"; {missing} more must say yes" : "")}.",
            StepSucceeded e => $"{e.Step} is done, says {e.By}.",
            StepSkipped e => $"{e.Step} is skipped.",
            StepRetried e => $"{e.Step} is tried again.",
            StepGivenUp e => $"{e.Step} is given up.",
            RunPaused => $"{run} is paused. What is under way goes on. \"holdfast run unpause\" goes on.",
            RunUnpaused => $"{run} goes on.",
            _ => $"{run} is given up.",
        });
        return Report(kind, step, "taken", missing, ExitCode.Good);
    }

    private int Left(Inbox inbox, InboxCommand command)
    {
        if (Summary is { Ended: { CanBeTakenUp: false } or { Outcome: not RunOutcome.PartlyRecovered } })
        {
            inbox.Remove(command.Id);
            throw new RunRefusedException($"{run} ended before your word was heard.", "\"holdfast run show\" shows what happened.");
        }

        screen.Line($"Nobody carries out {run} just now, or whoever does hangs. Your word is kept, and heard by: holdfast run resume {run}");
        return Report(command.Kind, command.Step, "kept", null, ExitCode.NotHeardYet);
    }

    private int Report(OperatorCommandKind kind, string? step, string outcome, int? missing, int code)
    {
        if (screen.Json)
        {
            Screen.WriteJson(new JsonObject { { "run", run }, { "said", kind }, { "step", step }, { "outcome", outcome }, { "approvalsMissing", kind == OperatorCommandKind.Approve ? missing : null } });
        }

        return code;
    }
}
