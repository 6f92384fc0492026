using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Runs;

/// <summary>Decides what somebody's word does to a run.</summary>
public static class Hearing
{
    /// <returns>
    /// What happens by it, which may be that it is refused; null: nothing yet, since what it answers is about to be asked, so it is to be
    /// heard again.
    /// </returns>
    public static RunEvent? Of(Run run, Word word, DateTimeOffset now)
    {
        if (run.Ended is not null)
        {
            return Refused(word, now, "the run has ended", null);
        }

        return word switch
        {
            ConfirmWord confirm => Answer(run, confirm, confirm.Step, now, question => Confirm(run, question, confirm, now)),
            ApproveWord approve => Answer(run, approve, approve.Step, now, question => Approve(run, question, approve, now)),
            SkipWord skip => Skip(run, skip, now),
            RetryWord retry => run.CanBeRetried(retry.Step)
                ? new StepRetried(now, retry.Step, By(retry)) { Word = retry.Id }
                : Refused(retry, now, $"{retry.Step} has not failed{Instead(run, retry.Step)}", null),
            GiveUpWord giveUp => run.Undecided.Any(s => s.Name == giveUp.Step)
                ? new StepGivenUp(now, giveUp.Step, By(giveUp)) { Word = giveUp.Id }
                : Refused(giveUp, now, $"nobody has to decide about {giveUp.Step}{Instead(run, giveUp.Step)}", "What failed without a question holds back what follows until it is retried or skipped."),
            PauseWord pause => run.Conversation.Paused is { } paused
                ? Refused(pause, now, $"it is paused already, by {paused.By}", null)
                : new RunPaused(now, By(pause), pause.Because) { Word = pause.Id },
            UnpauseWord unpause => run.Conversation.Paused is null
                ? Refused(unpause, now, "it is not paused", null)
                : new RunUnpaused(now, By(unpause)) { Word = unpause.Id },
            AbortWord abort => new RunEnded(now, RunOutcome.Abandoned, [], abort.Because, By(abort)) { Word = abort.Id },
            _ => throw new InvalidOperationException($"Nobody decided what {word.GetType().Name} does."),
        };
    }

    public static WordRefused Refused(Word word, DateTimeOffset now, string why, string? hint) => new(now, why, hint) { Word = word.Id };

    private static RunEvent? Answer(Run run, Word word, StepName step, DateTimeOffset now, Func<Question, RunEvent> answer) =>
        run.Conversation.About(step) is { } question ? answer(question)
        : run.Graph.TryFind(step, out var known) && known.Step.Action is PersonAction && (run.IsItsTurn(step) || run.StatusOf(step) == StepStatus.Running) ? null
        : Refused(word, now, $"nobody is asked about {step}{Instead(run, step)}", "\"holdfast run show\" shows the open questions.");

    private static RunEvent Confirm(Run run, Question question, ConfirmWord word, DateTimeOffset now) => question.Kind switch
    {
        QuestionKind.Task => new StepSucceeded(now, word.Step, 0, null, By: By(word)) { Word = word.Id },
        QuestionKind.Approval => Refused(word, now, $"{word.Step} is an approval", $"It needs the code of somebody who may give it: holdfast run approve \"{word.Step}\""),
        _ => Refused(word, now, $"{word.Step} failed, and the question is what becomes of it", $"Say  holdfast run retry, skip  or  give-up \"{word.Step}\""),
    };

    private static RunEvent Approve(Run run, Question question, ApproveWord word, DateTimeOffset now) => word.By switch
    {
        _ when question.Kind != QuestionKind.Approval => Refused(word, now, $"{word.Step} is no approval", $"Say that it is done: holdfast run confirm \"{word.Step}\""),
        not [{ Person: not null }] => Refused(word, now, "an approval needs one person's code: a name proves nothing", "Codes are in the printed kit; \"holdfast codes issue\" makes new ones before the next emergency."),
        [{ Person: var person }] when !question.Entitled.Contains(person) => Refused(
            word, now, $"{person} may not approve {word.Step}", $"{question.For} may: {string.Join(", ", question.Entitled)}."),
        [{ Person: var person }] when question.Approvals.Any(a => a.Person == person) => Refused(word, now, $"{person} has approved {word.Step} already", "The next yes must be somebody else's."),
        [{ Person: { } person }] when run.Conversation.Did(word.Step.System, person) => Refused(
            word, now, $"{person} did a task of {word.Step.System}, and cannot approve it too", "Let somebody else of the role approve."),
        [var by, ..] => new StepApproved(now, word.Step, by) { Word = word.Id },
    };

    private static RunEvent Skip(Run run, SkipWord word, DateTimeOffset now) =>
        !run.CanBeSkipped(word.Step) ? Refused(word, now, $"{word.Step} cannot be skipped now{Instead(run, word.Step)}", "Only what is next, failed, or waits for a person can be skipped; pause the run to have time.")
        : string.IsNullOrWhiteSpace(word.Because) ? Refused(word, now, "a skipped step needs a reason", "Say it with --because.")
        : run.Graph[word.Step].Step.Skip == SkipRule.TwoPeople && word.By.Select(b => b.Person).OfType<string>().Distinct().Count() < 2
            ? Refused(word, now, $"the plan lets only two people together skip {word.Step}", "Give the codes of two different people.")
        : new StepSkipped(now, word.Step, word.Because, word.By) { Word = word.Id };

    private static Speaker By(Word word) => word.By[0];

    /// <summary>Why a word misses its step.</summary>
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
