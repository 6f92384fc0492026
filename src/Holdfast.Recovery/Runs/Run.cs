using System.Collections.Immutable;

namespace Holdfast.Recovery.Runs;

/// <summary>
/// Where a run stands: a fold of its events over its graph. The same for a prediction, a drill and a failover; only who carries
/// out the steps differs. Each event costs the logarithm of the graph's size.
/// </summary>
public sealed record Run
{
    private readonly ImmutableDictionary<StepName, StepStatus> _status;
    private readonly ImmutableDictionary<StepName, int> _missing;
    private readonly ImmutableSortedSet<StepName> _ready;

    private Run(
        RecoveryGraph graph,
        ImmutableDictionary<StepName, StepStatus> status,
        ImmutableDictionary<StepName, int> missing,
        ImmutableSortedSet<StepName> ready)
    {
        Graph = graph;
        _status = status;
        _missing = missing;
        _ready = ready;
    }

    public RecoveryGraph Graph { get; }

    public RunBegan? Began { get; private init; }

    public RunEnded? Ended { get; private init; }

    /// <summary>When each step that succeeded did so.</summary>
    public ImmutableDictionary<StepName, DateTimeOffset> DoneAt { get; private init; } = ImmutableDictionary<StepName, DateTimeOffset>.Empty;

    public ImmutableDictionary<StepName, StepFailed> Failures { get; private init; } = ImmutableDictionary<StepName, StepFailed>.Empty;

    public static Run Of(RecoveryGraph graph) => new(
        graph,
        ImmutableDictionary<StepName, StepStatus>.Empty,
        graph.Steps.Where(s => s.After.Length > 0).ToImmutableDictionary(s => s.Name, s => s.After.Length),
        [.. graph.Steps.Where(s => s.After.IsEmpty).Select(s => s.Name)]);

    public static Run Of(RecoveryGraph graph, IEnumerable<RunEvent> journal) =>
        journal.Aggregate(Of(graph), (run, happened) => run.Apply(happened));

    /// <summary>The steps that may start now: not begun, and everything they wait for is done.</summary>
    public IEnumerable<GraphStep> Ready() => Ended is null ? _ready.Select(name => Graph[name]) : [];

    public StepStatus StatusOf(StepName step) => _status.GetValueOrDefault(step);

    public IEnumerable<StepName> In(StepStatus status) => Graph.Steps.Select(s => s.Name).Where(name => StatusOf(name) == status);

    /// <exception cref="InvalidOperationException">The event does not fit what happened before it.</exception>
    public Run Apply(RunEvent happened) => happened switch
    {
        RunBegan e when Began is null => this with { Began = e },
        StepStarted e => Expect(e.Step, StepStatus.Waiting).With(e.Step, StepStatus.Running),
        StepSucceeded e => Expect(e.Step, StepStatus.Running).Succeed(e.Step, e.At),
        StepFailed e => Expect(e.Step, StepStatus.Running).With(e.Step, StepStatus.Failed) with { Failures = Failures.SetItem(e.Step, e) },
        DoubtSettled { Happened: true } e => Expect(e.Step, StepStatus.InDoubt).Succeed(e.Step, e.At),
        DoubtSettled e => Expect(e.Step, StepStatus.InDoubt).With(e.Step, StepStatus.Waiting),
        RunResumed => Resume(),
        RunEnded e => this with { Ended = e },
        _ => throw new InvalidOperationException($"A run cannot apply {happened} here."),
    };

    private Run Resume()
    {
        var resumed = this with { Ended = null, Failures = ImmutableDictionary<StepName, StepFailed>.Empty };
        return Graph.Steps.Aggregate(resumed, (run, step) => run.StatusOf(step.Name) switch
        {
            StepStatus.Running or StepStatus.Failed => run.With(
                step.Name, step.Step.Action.IsRepeatable() ? StepStatus.Waiting : StepStatus.InDoubt), // Failed half-way is begun, too.
            _ => run,
        });
    }

    private Run Succeed(StepName step, DateTimeOffset at)
    {
        var missing = _missing;
        var ready = _ready;
        foreach (var follower in Graph.Followers(step))
        {
            missing = missing.SetItem(follower, missing[follower] - 1);
            if (missing[follower] == 0)
            {
                ready = ready.Add(follower);
            }
        }

        return new(Graph, _status.SetItem(step, StepStatus.Done), missing, ready)
        {
            Began = Began,
            Ended = Ended,
            DoneAt = DoneAt.SetItem(step, at),
            Failures = Failures,
        };
    }

    private Run With(StepName step, StepStatus status) =>
        new(Graph, _status.SetItem(step, status), _missing, status == StepStatus.Waiting ? _ready.Add(step) : _ready.Remove(step))
        {
            Began = Began,
            Ended = Ended,
            DoneAt = DoneAt,
            Failures = Failures,
        };

    private Run Expect(StepName step, StepStatus status) => Graph.Has(step) && StatusOf(step) == status
        ? this
        : throw new InvalidOperationException(Graph.Has(step)
            ? $"{step} is {StatusOf(step)}, not {status}: the journal does not fit the run."
            : $"{step} is no step of this plan: the journal belongs to another plan.");
}
