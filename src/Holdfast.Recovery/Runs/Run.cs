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
    private readonly bool[] _released;
    private readonly DateTimeOffset[] _doneAt;

    // Steps that became ready, in that order; those that have begun since are dropped when the list is next read.
    private readonly List<int> _ready = [];
    private readonly Dictionary<StepName, StepFailed> _failures = [];

    // Failed where the plan says to ask, and nobody has decided yet.
    private readonly List<int> _undecided = [];

    // How many more steps each host with a limit can carry out now.
    private readonly int[] _room;
    private int _running;

    private Run(RecoveryGraph graph)
    {
        Graph = graph;
        _status = new StepStatus[graph.Steps.Length];
        _doneAt = new DateTimeOffset[graph.Steps.Length];
        _missing = new int[graph.Steps.Length];
        _failed = new int[graph.Steps.Length];
        _released = new bool[graph.Steps.Length];
        _room = [.. graph.Places.Room];
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

    /// <summary>What it and its people said to each other.</summary>
    public Conversation Conversation { get; } = new();

    /// <summary>Failed steps of which the plan has somebody asked what becomes of them, and which nobody has decided yet.</summary>
    public IEnumerable<GraphStep> Undecided => _undecided.Select(i => Graph.Steps[i]);

    /// <summary>Whether something can still happen: a step is under way, a failure is to be decided, or a pause holds back what is ready.</summary>
    public bool GoesOn
    {
        get
        {
            ForgetBegun();
            return Ended is null && (_running > 0 || _undecided.Count > 0 || (Conversation.Paused is not null && _ready.Count > 0));
        }
    }

    public static Run Of(RecoveryGraph graph) => new(graph);

    public static Run Of(RecoveryGraph graph, IEnumerable<RunEvent> journal) =>
        journal.Aggregate(Of(graph), (run, happened) => run.Apply(happened));

    /// <summary>
    /// The steps that may start now, those that became ready first coming first: not begun, and all they wait for is done or passed over.
    /// None while the run is paused, and none beyond what its host carries out at once.
    /// </summary>
    public IReadOnlyList<GraphStep> Ready()
    {
        ForgetBegun();
        return Ended is not null || Conversation.Paused is not null ? []
            : _room.Length == 0 ? _ready.ConvertAll(i => Graph.Steps[i])
            : WithRoom();
    }

    private List<GraphStep> WithRoom()
    {
        int[] left = [.. _room];
        return [.. _ready.Where(step => Graph.Places.Of(step) is var place && (place < 0 || left[place]-- > 0)).Select(step => Graph.Steps[step])];
    }

    /// <summary>Whether the step has not begun and all it waits for is done or passed over, paused or not.</summary>
    public bool IsItsTurn(StepName step) => Graph[step].Index is var i && _status[i] == StepStatus.Waiting && _missing[i] == 0;

    /// <summary>Whether somebody's word can let what follows the step begin: it is its turn, a person is asked about it, or it failed and holds the rest back.</summary>
    public bool CanBeSkipped(StepName step) =>
        Graph.TryFind(step, out var known) && (IsItsTurn(step) || CanBeRetried(step) || (_status[known.Index] == StepStatus.Running && Conversation.About(step) is not null));

    /// <summary>Whether it failed and holds back what follows.</summary>
    public bool CanBeRetried(StepName step) => Graph.TryFind(step, out var known) && _status[known.Index] == StepStatus.Failed && !IsPassedOver(known);

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
        var step = SubjectOf(happened);
        Conversation.Apply(happened);
        switch (happened)
        {
            case RunBegan e:
                Began = e;
                break;
            case StepStarted:
                Move(step!, StepStatus.Running);
                break;
            case StepSucceeded or DoubtSettled { Happened: true }:
                Succeed(step!, happened.At);
                break;
            case StepFailed e:
                Fail(step!, e);
                break;
            case StepSkipped:
                Skip(step!);
                break;
            case StepRetried or DoubtSettled:
                Forgive(step!);
                Await(step!);
                break;
            case StepGivenUp:
                _undecided.Remove(step!.Index);
                break;
            case RunResumed:
                Resume();
                break;
            case RunEnded e:
                Ended = e;
                break;
        }

        return this;
    }

    /// <summary>The step that the event is about, which must be as the event finds it; null: it is about none.</summary>
    private GraphStep? SubjectOf(RunEvent happened) => happened switch
    {
        RunBegan when Began is null => null,
        RunResumed or RunEnded or RunPaused or RunUnpaused or WordRefused => null,
        StepStarted e => Expect(e.Step, StepStatus.Waiting),
        StepSucceeded e => Expect(e.Step, StepStatus.Running),
        StepFailed e => Expect(e.Step, StepStatus.Running),
        PersonAsked { Kind: QuestionKind.Failure } e => ExpectUndecided(e.Step),
        PersonAsked e => Expect(e.Step, StepStatus.Running),
        PersonReminded e => Expect(e.Step, StepStatus.Running, StepStatus.Failed),
        StandInAsked e => Expect(e.Step, StepStatus.Running, StepStatus.Failed),
        StepApproved e => Expect(e.Step, StepStatus.Running),
        StepSkipped e => CanBeSkipped(e.Step) ? Graph[e.Step] : throw new InvalidOperationException($"{e.Step} cannot be skipped here: the journal does not fit the run."),
        StepRetried e => CanBeRetried(e.Step) ? Graph[e.Step] : throw new InvalidOperationException($"{e.Step} has not failed: the journal does not fit the run."),
        StepGivenUp e => ExpectUndecided(e.Step),
        // Of a step for a person there was doubt only in journals from before such steps were waited for.
        DoubtSettled e => Expect(e.Step, StepStatus.InDoubt, StepStatus.Waiting),
        _ => throw new InvalidOperationException($"A run cannot apply {happened} here."),
    };

    private void Resume()
    {
        Array.Clear(_failed);
        _undecided.Clear();
        foreach (var name in _failures.Keys.Where(name => !IsPassedOver(Graph[name])).ToArray())
        {
            _failures.Remove(name);
        }

        ForgetBegun(); // Before one of them waits again, and would stand there twice.
        foreach (var step in Graph.Steps.Where(IsTakenUp))
        {
            if (step.Step.Action.IsRepeatable())
            {
                Await(step);
            }
            else
            {
                Move(step, StepStatus.InDoubt); // Failed half-way is begun, too.
            }
        }

        Ended = null;
    }

    /// <summary>What was under way, what failed, and, after the end, the proof that somebody skipped: without it a system never operates.</summary>
    private bool IsTakenUp(GraphStep step) => _status[step.Index] switch
    {
        StepStatus.Running => true,
        StepStatus.Failed => !IsPassedOver(step),
        StepStatus.Skipped => Ended is not null && step.Name == RecoveryGraph.LastStepOf(step.System),
        _ => false,
    };

    private void ForgetBegun() => _ready.RemoveAll(i => _status[i] != StepStatus.Waiting);

    private void Move(GraphStep step, StepStatus to)
    {
        var begun = (to == StepStatus.Running ? 1 : 0) - (_status[step.Index] == StepStatus.Running ? 1 : 0);
        _running += begun;
        if (Graph.Places.Of(step.Index) is >= 0 and var place)
        {
            _room[place] -= begun;
        }

        _status[step.Index] = to;
    }

    private void Await(GraphStep step)
    {
        ForgetBegun(); // This one may stand there still.
        if (!_ready.Contains(step.Index))
        {
            _ready.Add(step.Index);
        }

        Move(step, StepStatus.Waiting);
    }

    private void Succeed(GraphStep step, DateTimeOffset at)
    {
        Move(step, StepStatus.Done);
        _doneAt[step.Index] = at;
        Release(step);
    }

    private void Fail(GraphStep step, StepFailed failure)
    {
        if (++_failed[step.Index] <= step.Step.Retries)
        {
            Await(step);
            return;
        }

        Move(step, StepStatus.Failed);
        _failures[step.Name] = failure;
        if (step.Step.OnFailure == OnFailure.Continue)
        {
            Release(step);
        }
        else if (step.Step.OnFailure == OnFailure.Ask)
        {
            _undecided.Add(step.Index);
        }
    }

    private void Skip(GraphStep step)
    {
        Forgive(step);
        Move(step, StepStatus.Skipped);
        Release(step);
    }

    /// <summary>A failure that somebody decided about is none any more.</summary>
    private void Forgive(GraphStep step)
    {
        _undecided.Remove(step.Index);
        _failures.Remove(step.Name);
        _failed[step.Index] = 0;
    }

    /// <summary>Whether the plan lets what follows begin although this step failed. It is not tried again when the run is taken up.</summary>
    private bool IsPassedOver(GraphStep step) => _status[step.Index] == StepStatus.Failed && step.Step.OnFailure == OnFailure.Continue;

    private void Release(GraphStep step)
    {
        if (_released[step.Index])
        {
            return; // What follows was let go before: this is the proof, given later.
        }

        _released[step.Index] = true;
        foreach (var follower in Graph.Followers(step))
        {
            if (--_missing[follower] == 0)
            {
                _ready.Add(follower);
            }
        }
    }

    private GraphStep ExpectUndecided(StepName name) => Expect(name, StepStatus.Failed) is var step && _undecided.Contains(step.Index)
        ? step
        : throw new InvalidOperationException($"Nobody has to decide about {name}: the journal does not fit the run.");

    private GraphStep Expect(StepName name, params ReadOnlySpan<StepStatus> statuses)
    {
        if (!Graph.TryFind(name, out var step))
        {
            throw new InvalidOperationException($"{name} is no step of this plan: the journal belongs to another plan.");
        }

        // A step is begun only when all that it waits for is done, whoever says otherwise.
        var status = _status[step.Index];
        return !statuses.Contains(status)
            ? throw new InvalidOperationException($"{name} is {status}, not {string.Join(" or ", statuses.ToArray())}: the journal does not fit the run.")
            : status == StepStatus.Waiting && _missing[step.Index] > 0
                ? throw new InvalidOperationException($"{name} begins before what it waits for is done: the journal does not fit the run.")
                : step;
    }
}
