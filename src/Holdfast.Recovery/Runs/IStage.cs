namespace Holdfast.Recovery.Runs;

/// <summary>
/// Carries out steps and tells what happened. The evidence answers in a prediction, a drill's folders or a bubble in a drill, the
/// real site in a failover, a seed in a simulation.
/// </summary>
/// <remarks>
/// Promises: each step that was begun ends exactly once, by <see cref="StepSucceeded"/>, <see cref="StepFailed"/> or
/// <see cref="StepSkipped"/>. Before that a stage may tell more about it (someone is asked, reminded, has approved), which ends nothing.
/// A stage with people also tells what they decide about the run, its end included, and has someone asked about each of
/// <see cref="Run.Undecided"/>; a stage without people is for runs that have none. A step that cannot be carried out is an answer, not
/// an exception; events come in the order of their times, none before <see cref="Now"/> at the step's beginning.
/// </remarks>
public interface IStage
{
    /// <summary>The time in this world.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Begins a step and returns at once.</summary>
    void Begin(GraphStep step);

    /// <summary>The next thing that happens. Asked only while <see cref="Run.GoesOn"/>, and after the event told before it is journalled and applied.</summary>
    ValueTask<RunEvent> NextAsync(CancellationToken cancellationToken);
}
