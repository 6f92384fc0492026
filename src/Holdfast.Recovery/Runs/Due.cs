using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Runs;

/// <summary>What happens to a run's questions by itself, and when: a function of the run and the time, so that a virtual clock can try it.</summary>
public static class Due
{
    /// <summary>
    /// The next thing that is due, one at a time, the oldest first: an approval is complete, someone must be asked about a failure, is
    /// reminded, a stand-in is asked, or the time is over. Null: nothing until <see cref="Next"/>.
    /// </summary>
    public static RunEvent? At(Run run, DateTimeOffset now)
    {
        if (run.Ended is not null)
        {
            return null;
        }

        if (run.Conversation.Open.FirstOrDefault(q => q.IsApproved) is { } approved)
        {
            return new StepSucceeded(now, approved.Step, 0, $"approved by {string.Join(" and ", approved.Approvals)}");
        }

        if (run.Undecided.FirstOrDefault(s => run.Conversation.About(s.Name) is null) is { } failed)
        {
            return Asking.AfterFailure(run.Graph.Plan, failed, run.Failures[failed.Name].Why, now);
        }

        return run.Conversation.Paused is null && run.Conversation.Open.MinBy(q => q.Next) is { } first && first.Next <= now ? Happens(first, now) : null;
    }

    /// <summary>When something is due next, if no one says anything; null: never.</summary>
    public static DateTimeOffset? Next(Run run) =>
        run.Ended is null && run.Conversation.Paused is null ? run.Conversation.Open.Min(q => (DateTimeOffset?)q.Next) : null;

    private static RunEvent Happens(Question question, DateTimeOffset now) => question switch
    {
        { Reminded: false } => new PersonReminded(now, question.Step, question.Silent),
        { StandIns: [var next, ..] } => new StandInAsked(now, question.Step, next),
        { Kind: QuestionKind.Failure } => new StepGivenUp(now, question.Step, null),
        _ => new StepFailed(now, question.Step, Silence(question), "Take the run up when somebody can answer: they are asked again, with the whole time."),
    };

    private static string Silence(Question question)
    {
        var who = question.Asked.IsEmpty ? question.For : string.Join(" and ", question.Silent);
        var time = Durations.Text(question.Until - question.Since);
        return question.Kind == QuestionKind.Approval
            ? $"was not approved within {time}: {question.Missing} more had to say yes, and {who} did not answer"
            : $"nobody said within {time} that it is done: {who} did not answer";
    }
}
