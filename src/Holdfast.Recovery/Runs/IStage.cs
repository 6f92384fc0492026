namespace Holdfast.Recovery.Runs;

/// <summary>
/// Carries out steps and tells what happened. The evidence answers in a prediction, a drill's folders or a bubble in a drill, the
/// real site in a failover, a seed in a simulation.
/// </summary>
/// <remarks>
/// Promises: each step that was begun is answered exactly once, by <see cref="StepSucceeded"/> or <see cref="StepFailed"/>; a step
/// that cannot be carried out is an answer, not an exception; events come in the order of their times, none before <see cref="Now"/>
/// at the step's beginning.
/// </remarks>
public interface IStage
{
    /// <summary>The time in this world.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Begins a step and returns at once.</summary>
    void Begin(GraphStep step);

    /// <summary>The next thing that happens to a step under way. Asked only while one is.</summary>
    ValueTask<RunEvent> NextAsync(CancellationToken cancellationToken);
}
