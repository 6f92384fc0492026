namespace Holdfast.Recovery.Runs;

/// <summary>Whether an event fits what happened in a run before it. What does not fit is refused, not guessed at.</summary>
internal static class JournalFit
{
    /// <returns>The step that the event is about, which is as the event must find it; null: it is about none.</returns>
    /// <exception cref="InvalidOperationException">The event does not fit.</exception>
    public static GraphStep? SubjectOf(RunEvent happened, Run run) => happened switch
    {
        RunBegan when run.Began is null => null,
        RunResumed or RunEnded or RunPaused or RunUnpaused or CommandRefused or ServicesStopped => null,
        PointReplaced e when run.Graph.Systems.Any(s => s.Name == e.System) => null,
        StepStarted e => Expect(run, e.Step, StepStatus.Waiting),
        StepSucceeded e => Expect(run, e.Step, StepStatus.Running),
        StepFailed e => Expect(run, e.Step, StepStatus.Running),
        ServiceDied e => Expect(run, e.Step, StepStatus.Done),
        PersonAsked { Kind: QuestionKind.Failure } e => ExpectUndecided(run, e.Step),
        PersonAsked e => Expect(run, e.Step, StepStatus.Running),
        PersonReminded e => Expect(run, e.Step, StepStatus.Running, StepStatus.Failed),
        StandInAsked e => Expect(run, e.Step, StepStatus.Running, StepStatus.Failed),
        StepApproved e => Expect(run, e.Step, StepStatus.Running),
        StepSkipped e => run.CanBeSkipped(e.Step) ? run.Graph[e.Step] : throw Missed($"{e.Step} cannot be skipped here"),
        StepRetried e => run.CanBeRetried(e.Step) ? run.Graph[e.Step] : throw Missed($"{e.Step} has not failed"),
        StepGivenUp e => ExpectUndecided(run, e.Step),
        // Of a step for a person there was doubt only in journals from before such steps were waited for.
        DoubtSettled e => Expect(run, e.Step, StepStatus.InDoubt, StepStatus.Waiting),
        _ => throw new InvalidOperationException($"A run cannot apply {happened} here."),
    };

    /// <param name="why">What the journal says that cannot be, on what.</param>
    public static InvalidOperationException Missed(string why) => new($"{why}: the journal does not fit the run.");

    private static GraphStep ExpectUndecided(Run run, StepName name) => Expect(run, name, StepStatus.Failed) is var step && run.Undecided.Any(s => s.Index == step.Index)
        ? step
        : throw Missed($"Nobody has to decide about {name}");

    private static GraphStep Expect(Run run, StepName name, params ReadOnlySpan<StepStatus> statuses)
    {
        if (!run.Graph.TryFind(name, out var step))
        {
            throw new InvalidOperationException($"{name} is no step of this plan: the journal belongs to another plan.");
        }

        // A step is begun only when all that it waits for is done, whoever says otherwise.
        var status = run.StatusOf(step);
        return !statuses.Contains(status) ? throw Missed($"{name} is {status}, not {string.Join(" or ", statuses.ToArray())}")
            : status == StepStatus.Waiting && !run.IsItsTurn(step) ? throw Missed($"{name} begins before what it waits for is done")
            : step;
    }
}
