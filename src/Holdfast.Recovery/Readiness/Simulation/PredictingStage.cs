using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Simulation;

/// <summary>
/// Answers steps from what is expected of them, on a virtual clock: an event simulator on one thread. What several want at once slows
/// them down, or they wait for it. Every step succeeds.
/// </summary>
/// <param name="seconds">How long each step takes when nothing else wants what it uses, by its index.</param>
/// <param name="order">What people turn to first.</param>
public sealed class PredictingStage(DateTimeOffset zero, Contention contention, double[] seconds, RecoveryOrder order) : IStage
{
    private readonly PriorityQueue<GraphStep, (double At, long Order)> _ends = new();
    private readonly Transfers _transfers = new(contention.Capacities, contention.Routes);
    private readonly Staff _staff = new(contention.People, order.Rank);
    private readonly GraphStep[] _steps = new GraphStep[seconds.Length];
    private readonly double _end = (DateTimeOffset.MaxValue.AddDays(-1) - zero).TotalSeconds;
    private double _now;
    private long _begun;

    /// <summary>Never beyond what a calendar holds, however much waits for one another.</summary>
    public DateTimeOffset Now => zero.AddSeconds(Math.Min(_now, _end));

    public void Begin(GraphStep step)
    {
        var load = contention.Of(step);
        _steps[step.Index] = step;
        if (load.Staff.Length == 0 || _staff.Ask(step.Index, load.Staff))
        {
            Start(step.Index);
        }
    }

    public ValueTask<RunEvent> NextAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var transferred = _transfers.Any ? _now + _transfers.UntilNext() : double.PositiveInfinity;
        if (!_ends.TryPeek(out _, out var end))
        {
            return double.IsFinite(transferred) ? End(_transfers.EndNext, transferred) : throw new InvalidOperationException("No step is under way.");
        }

        return transferred < end.At ? End(_transfers.EndNext, transferred) : End(() => _ends.Dequeue().Index, end.At);
    }

    private ValueTask<RunEvent> End(Func<int> take, double at)
    {
        if (_transfers.Any)
        {
            _transfers.Advance(at - _now);
        }

        _now = at;
        var step = take();
        if (_staff.Done(step) is { } next)
        {
            Start(next);
        }

        return ValueTask.FromResult<RunEvent>(new StepSucceeded(Now, _steps[step].Name, 0, null));
    }

    private void Start(int step)
    {
        var load = contention.Of(_steps[step]);
        if (load is { Bytes: > 0, Route: { } route } && seconds[step] > 0)
        {
            _transfers.Begin(step, load.Bytes, load.Bytes / seconds[step], route);
        }
        else
        {
            _ends.Enqueue(_steps[step], (_now + seconds[step], _begun++));
        }
    }
}
