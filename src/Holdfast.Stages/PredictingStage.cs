using Holdfast.Recovery.Runs;

namespace Holdfast.Stages;

/// <summary>
/// Answers steps from what was measured before, on a virtual clock: an event simulator on one thread. A step that nothing is known
/// about takes no time here; the prediction made of it is labelled unknown.
/// </summary>
public sealed class PredictingStage(DateTimeOffset zero, Func<StepName, Figure> expected) : IStage
{
    private readonly PriorityQueue<StepName, (DateTimeOffset At, long Order)> _ends = new();
    private long _begun;

    public DateTimeOffset Now { get; private set; } = zero;

    public void Begin(GraphStep step) =>
        _ends.Enqueue(step.Name, (Now + (expected(step.Name).Value ?? TimeSpan.Zero), _begun++));

    public ValueTask<RunEvent> NextAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_ends.TryDequeue(out var step, out var end))
        {
            throw new InvalidOperationException("No step is under way.");
        }

        Now = end.At;
        return ValueTask.FromResult<RunEvent>(new StepSucceeded(Now, step, 0, null));
    }
}
