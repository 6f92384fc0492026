using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Runs;

/// <summary>Decides what an operator command does to a run.</summary>
public static class Decision
{
    /// <returns>
    /// What happens by it, which may be that it is refused; null: nothing yet, since what it answers is about to be asked, so it is to be
    /// asked again.
    /// </returns>
    public static RunEvent? Of(Run run, OperatorCommand command, DateTimeOffset now)
    {
        if (run.Ended is not null)
        {
            return Refused(command, now, "the run has ended", null);
        }

        return command switch
        {
            ConfirmStep confirm => Answer(run, confirm, confirm.Step, now, question => Confirm(run, question, confirm, now)),
            ApproveStep approve => Answer(run, approve, approve.Step, now, question => Approve(run, question, approve, now)),
            SkipStep skip => Skip(run, skip, now),
            RetryStep retry => run.CanBeRetried(retry.Step)
                ? new StepRetried(now, retry.Step, By(retry)) { Command = retry.Id }
                : Refused(retry, now, $"{retry.Step} has not failed{Instead(run, retry.Step)}", null),
            GiveUpStep giveUp => run.Undecided.Any(s => s.Name == giveUp.Step)
                ? new StepGivenUp(now, giveUp.Step, By(giveUp)) { Command = giveUp.Id }
                : Refused(giveUp, now, $"nobody has to decide about {giveUp.Step}{Instead(run, giveUp.Step)}", "What failed without a question holds back what follows until it is retried or skipped."),
            PauseRun pause => run.Conversation.Paused is { } paused
                ? Refused(pause, now, $"it is paused already, by {paused.By}", null)
                : new RunPaused(now, By(pause), pause.Because) { Command = pause.Id },
            UnpauseRun unpause => run.Conversation.Paused is null
                ? Refused(unpause, now, "it is not paused", null)
                : new RunUnpaused(now, By(unpause)) { Command = unpause.Id },
            AbortRun abort => new RunEnded(now, RunOutcome.Abandoned, [], abort.Because, By(abort)) { Command = abort.Id },
            _ => throw new InvalidOperationException($"Nobody decided what {command.GetType().Name} does."),
        };
    }

    public static CommandRefused Refused(OperatorCommand command, DateTimeOffset now, string why, string? hint) => new(now, why, hint) { Command = command.Id };

    private static RunEvent? Answer(Run run, OperatorCommand command, StepName step, DateTimeOffset now, Func<Question, RunEvent> answer) =>
        run.Conversation.About(step) is { } question ? answer(question)
        : run.Graph.TryFind(step, out var known) && known.Step.Action is PersonAction && (run.IsItsTurn(step) || run.StatusOf(step) == StepStatus.Running) ? null
        : Refused(command, now, $"nobody is asked about {step}{Instead(run, step)}", "\"holdfast run show\" shows the open questions.");

    private static RunEvent Confirm(Run run, Question question, ConfirmStep command, DateTimeOffset now) => question.Kind switch
    {
        QuestionKind.Task => new StepSucceeded(now, command.Step, 0, null, By: By(command)) { Command = command.Id },
        QuestionKind.Approval => Refused(command, now, $"{command.Step} is an approval", $"It needs the code of somebody who may give it: holdfast run approve \"{command.Step}\""),
        _ => Refused(command, now, $"{command.Step} failed, and the question is what becomes of it", $"Say  holdfast run retry, skip  or  give-up \"{command.Step}\""),
    };

    private static RunEvent Approve(Run run, Question question, ApproveStep command, DateTimeOffset now) => command.By switch
    {
        _ when question.Kind != QuestionKind.Approval => Refused(command, now, $"{command.Step} is no approval", $"Say that it is done: holdfast run confirm \"{command.Step}\""),
        not [{ Person: not null }] => Refused(command, now, "an approval needs one person's code: a name proves nothing", "Codes are in the printed kit; \"holdfast codes issue\" makes new ones before the next emergency."),
        [{ Person: var person }] when !question.Entitled.Contains(person) => Refused(
            command, now, $"{person} may not approve {command.Step}", $"{question.For} may: {string.Join(", ", question.Entitled)}."),
        [{ Person: var person }] when question.Approvals.Any(a => a.Person == person) => Refused(command, now, $"{person} has approved {command.Step} already", "The next yes must be somebody else's."),
        [{ Person: { } person }] when run.Conversation.Did(command.Step.System, person) => Refused(
            command, now, $"{person} did a task of {command.Step.System}, and cannot approve it too", "Let somebody else of the role approve."),
        [var by, ..] => new StepApproved(now, command.Step, by) { Command = command.Id },
    };

    private static RunEvent Skip(Run run, SkipStep command, DateTimeOffset now) =>
        !run.CanBeSkipped(command.Step) ? Refused(command, now, $"{command.Step} cannot be skipped now{Instead(run, command.Step)}", "Only what is next, failed, or waits for a person can be skipped; pause the run to have time.")
        : string.IsNullOrWhiteSpace(command.Because) ? Refused(command, now, "a skipped step needs a reason", "Say it with --because.")
        : run.Graph[command.Step].Step.Skip == SkipRule.TwoPeople && command.By.Select(b => b.Person).OfType<string>().Distinct().Count() < 2
            ? Refused(command, now, $"the plan lets only two people together skip {command.Step}", "Give the codes of two different people.")
        : new StepSkipped(now, command.Step, command.Because, command.By) { Command = command.Id };

    private static Speaker By(OperatorCommand command) => command.By[0];

    /// <summary>Why a command misses its step.</summary>
    private static string Instead(Run run, StepName step) => !run.Graph.TryFind(step, out _) ? ": it is no step of this run" : run.StatusOf(step) switch
    {
        StepStatus.Done => ": it is done",
        StepStatus.Skipped => ": it was skipped",
        StepStatus.Failed => ": it failed",
        StepStatus.Running => ": it is under way",
        StepStatus.InDoubt => ": it may or may not have happened",
        _ => ": it has not begun",
    };
}
