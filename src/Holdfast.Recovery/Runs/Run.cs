using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Runs;

/// <summary>
/// Where a run stands: a fold of its events over its graph. The same for a prediction, a drill and a failover; only who carries
/// out the steps differs. Each event costs a look-up of its step and the steps that waited for it, so that a thousand predictions of
/// a whole business fit in a second. Not for several threads at once; whoever wants the past folds the journal up to it.
/// </summary>
public sealed class Run
{
    private readonly StepStatus[] _status;
    private readonly int[] _missing;
    private readonly int[] _failed;
    private readonly DateTimeOffset[] _doneAt;

    // Steps that became ready, in that order; those that have begun since are dropped when the list is next read.
    private readonly List<int> _ready = [];
    private readonly Dictionary<StepName, StepFailed> _failures = [];

    private Run(RecoveryGraph graph)
    {
        Graph = graph;
        _status = new StepStatus[graph.Steps.Length];
        _doneAt = new DateTimeOffset[graph.Steps.Length];
        _missing = new int[graph.Steps.Length];
        _failed = new int[graph.Steps.Length];
        foreach (var step in graph.Steps)
        {
            _missing[step.Index] = step.After.Length;
            if (step.After.IsEmpty)
            {
                _ready.Add(step.Index);
            }
        }
    }

    public RecoveryGraph Graph { get; }

    public RunBegan? Began { get; private set; }

    public RunEnded? Ended { get; private set; }

    /// <summary>The failures that were not tried again since. What the plan tries again by itself is no failure yet.</summary>
    public IReadOnlyDictionary<StepName, StepFailed> Failures => _failures;

    public static Run Of(RecoveryGraph graph) => new(graph);

    public static Run Of(RecoveryGraph graph, IEnumerable<RunEvent> journal) =>
        journal.Aggregate(Of(graph), (run, happened) => run.Apply(happened));

    /// <summary>The steps that may start now, those that became ready first coming first: not begun, and all they wait for is done.</summary>
    public IReadOnlyList<GraphStep> Ready()
    {
        ForgetBegun();
        return Ended is null ? _ready.ConvertAll(i => Graph.Steps[i]) : [];
    }

    public StepStatus StatusOf(StepName step) => _status[Graph[step].Index];

    /// <summary>When the step succeeded; null: it has not.</summary>
    public DateTimeOffset? DoneAt(StepName step) => DoneAt(Graph[step]);

    /// <inheritdoc cref="DoneAt(StepName)"/>
    public DateTimeOffset? DoneAt(GraphStep step) => _status[step.Index] == StepStatus.Done ? _doneAt[step.Index] : null;

    public IEnumerable<StepName> In(StepStatus status) => Graph.Steps.Where(s => _status[s.Index] == status).Select(s => s.Name);

    /// <summary>Takes in what happened.</summary>
    /// <returns>This run.</returns>
    /// <exception cref="InvalidOperationException">The event does not fit what happened before it; the run is as it was.</exception>
    public Run Apply(RunEvent happened)
    {
        switch (happened)
        {
            case RunBegan e when Began is null:
                Began = e;
                break;
            case StepStarted e:
                _status[Expect(e.Step, StepStatus.Waiting).Index] = StepStatus.Running;
                break;
            case StepSucceeded e:
                Succeed(Expect(e.Step, StepStatus.Running), e.At);
                break;
            case StepFailed e:
                Fail(Expect(e.Step, StepStatus.Running), e);
                break;
            case DoubtSettled { Happened: true } e:
                Succeed(Expect(e.Step, StepStatus.InDoubt), e.At);
                break;
            case DoubtSettled e:
                Await(Expect(e.Step, StepStatus.InDoubt));
                break;
            case RunResumed:
                Resume();
                break;
            case RunEnded e:
                Ended = e;
                break;
            default:
                throw new InvalidOperationException($"A run cannot apply {happened} here.");
        }

        return this;
    }

    private void Resume()
    {
        Ended = null;
        Array.Clear(_failed);
        foreach (var name in _failures.Keys.Where(name => !IsPassedOver(Graph[name])).ToArray())
        {
            _failures.Remove(name);
        }

        ForgetBegun(); // Before one of them waits again, and would stand there twice.
        foreach (var step in Graph.Steps.Where(s => _status[s.Index] is StepStatus.Running or StepStatus.Failed && !IsPassedOver(s)))
        {
            if (step.Step.Action.IsRepeatable())
            {
                Await(step);
            }
            else
            {
                _status[step.Index] = StepStatus.InDoubt; // Failed half-way is begun, too.
            }
        }
    }

    private void ForgetBegun() => _ready.RemoveAll(i => _status[i] != StepStatus.Waiting);

    private void Await(GraphStep step)
    {
        _status[step.Index] = StepStatus.Waiting;
        _ready.Add(step.Index);
    }

    private void Succeed(GraphStep step, DateTimeOffset at)
    {
        _status[step.Index] = StepStatus.Done;
        _doneAt[step.Index] = at;
        Release(step);
    }

    private void Fail(GraphStep step, StepFailed failure)
    {
        if (++_failed[step.Index] <= step.Step.Retries)
        {
            ForgetBegun(); // This one may stand there still.
            Await(step);
            return;
        }

        _status[step.Index] = StepStatus.Failed;
        _failures[step.Name] = failure;
        if (step.Step.OnFailure == OnFailure.Continue)
        {
            Release(step);
        }
    }

    /// <summary>Whether the plan lets what follows begin although this step failed. It is not tried again when the run is taken up.</summary>
    private bool IsPassedOver(GraphStep step) => _status[step.Index] == StepStatus.Failed && step.Step.OnFailure == OnFailure.Continue;

    private void Release(GraphStep step)
    {
        foreach (var follower in Graph.Followers(step))
        {
            if (--_missing[follower] == 0)
            {
                _ready.Add(follower);
            }
        }
    }

    private GraphStep Expect(StepName name, StepStatus status)
    {
        if (!Graph.TryFind(name, out var step))
        {
            throw new InvalidOperationException($"{name} is no step of this plan: the journal belongs to another plan.");
        }

        // A step is begun only when all that it waits for is done, whoever says otherwise.
        return _status[step.Index] != status
            ? throw new InvalidOperationException($"{name} is {_status[step.Index]}, not {status}: the journal does not fit the run.")
            : status == StepStatus.Waiting && _missing[step.Index] > 0
                ? throw new InvalidOperationException($"{name} begins before what it waits for is done: the journal does not fit the run.")
                : step;
    }
}
