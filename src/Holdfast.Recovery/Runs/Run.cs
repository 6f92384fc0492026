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
    private readonly DateTimeOffset[] _begunAt;
    private readonly DateTimeOffset[] _doneAt;
    private readonly Turns _turns;
    private readonly StepFailures _failures;
    private readonly Dictionary<string, DateTimeOffset> _operated = [];
    private readonly HashSet<int> _dead = [];
    private readonly HashSet<int> _unproven = [];
    private readonly HashSet<int> _leftOut = [];
    private readonly Dictionary<string, RecoveryPoint> _points = [];
    private int _running;
    private DateTimeOffset? _zero;
    private DateTimeOffset _last;

    private Run(RecoveryGraph graph, RecoveryOrder order)
    {
        Graph = graph;
        _status = new StepStatus[graph.Steps.Length];
        _begunAt = new DateTimeOffset[graph.Steps.Length];
        _doneAt = new DateTimeOffset[graph.Steps.Length];
        _turns = new(graph, order);
        _failures = new(graph);
    }

    public RecoveryGraph Graph { get; }

    public RunBegan? Began { get; private set; }

    public RunEnded? Ended { get; private set; }

    /// <summary>What the system is brought back from, as far as is known by now; null: nothing.</summary>
    public RecoveryPoint? PointOf(string system) => _points.GetValueOrDefault(system);

    /// <summary>The failures that were not tried again since. What the plan tries again by itself is no failure yet.</summary>
    public IReadOnlyDictionary<StepName, StepFailed> Failures => _failures.Last;

    /// <summary>What it and its people said to each other.</summary>
    public Conversation Conversation { get; } = new();

    /// <summary>Failed steps of which the plan has somebody asked what becomes of them, and which nobody has decided yet.</summary>
    public IEnumerable<GraphStep> Undecided => _failures.Undecided;

    /// <summary>Whether something can still happen: a step is under way or ready, or a failure is to be decided.</summary>
    public bool GoesOn => Ended is null && (_running > 0 || _turns.Any || !_failures.AreDecided);

    /// <summary>In the order that the plan alone gives.</summary>
    public static Run Of(RecoveryGraph graph) => new(graph, RecoveryOrder.Of(graph));

    public static Run Of(RecoveryGraph graph, RecoveryOrder order) => new(graph, order);

    public static Run Of(RecoveryGraph graph, IEnumerable<RunEvent> journal) => Of(graph, RecoveryOrder.Of(graph), journal);

    public static Run Of(RecoveryGraph graph, RecoveryOrder order, IEnumerable<RunEvent> journal) =>
        journal.Aggregate(Of(graph, order), (run, happened) => run.Apply(happened));

    /// <summary>
    /// The steps that begin now, the most urgent first: not begun, all they wait for is done or passed over, and nothing more urgent needs
    /// what they would take. None while the run is paused, and none beyond what its host carries out at once.
    /// </summary>
    public IReadOnlyList<GraphStep> Ready() =>
        Ended is null && Conversation.Paused is null ? _turns.Beginning(Elapsed, isIdle: _running == 0) : [];

    /// <summary>When the step began last; null: it has not.</summary>
    internal DateTimeOffset? BegunAt(GraphStep step) => StatusOf(step) is StepStatus.Waiting or StepStatus.Skipped ? null : _begunAt[step.Index];

    /// <summary>What the step waited for last although it was its turn: a step that went before it, null where none did, and what both want. Null: it never did.</summary>
    internal (GraphStep? By, string On)? HeldBy(GraphStep step) => _turns.HeldBy(step) is var (by, on) ? (by < 0 ? null : Graph.Steps[by], on) : null;

    /// <summary>How many seconds went by from the disaster to the last that happened, as far as is known; what happened before is not known of a run that has not begun.</summary>
    private double Elapsed => Math.Max(0, (_last - (_zero ?? _last)).TotalSeconds)
        + (Began is null or { DisasterFrom: DisasterSource.Declaration } ? Graph.Plan.Declaration?.TotalSeconds ?? 0 : 0);

    /// <summary>Whether the step has not begun and all it waits for is done or passed over, paused or not.</summary>
    public bool IsItsTurn(StepName step) => IsItsTurn(Graph[step]);

    /// <inheritdoc cref="IsItsTurn(StepName)"/>
    internal bool IsItsTurn(GraphStep step) => _turns.Has(step);

    /// <summary>Whether somebody's word can let what follows the step begin: it is its turn, a person is asked about it, or it failed and holds the rest back.</summary>
    public bool CanBeSkipped(StepName step) =>
        Graph.TryFind(step, out var known) && (IsItsTurn(known) || HoldsBack(known) || (StatusOf(known) == StepStatus.Running && Conversation.About(step) is not null));

    /// <summary>Whether it failed and holds back what follows.</summary>
    public bool CanBeRetried(StepName step) => Graph.TryFind(step, out var known) && HoldsBack(known);

    public StepStatus StatusOf(StepName step) => StatusOf(Graph[step]);

    internal StepStatus StatusOf(GraphStep step) => _status[step.Index];

    /// <summary>When the step succeeded; null: it has not.</summary>
    public DateTimeOffset? DoneAt(StepName step) => DoneAt(Graph[step]);

    /// <inheritdoc cref="DoneAt(StepName)"/>
    public DateTimeOffset? DoneAt(GraphStep step) => StatusOf(step) == StepStatus.Done ? _doneAt[step.Index] : null;

    /// <summary>Whether the check passed, and it is not known what answered it.</summary>
    internal bool IsUnproven(GraphStep step) => StatusOf(step) == StepStatus.Done && _unproven.Contains(step.Index);

    /// <summary>Whether the check passed, and a drill did not leave it out.</summary>
    internal bool WasAsked(GraphStep step) => StatusOf(step) == StepStatus.Done && !_leftOut.Contains(step.Index);

    /// <summary>
    /// Since when the system operates; null: it does not. One whose service died after the run's end, and was started again, operates since
    /// it did first: how long it takes to bring it back was measured then.
    /// </summary>
    public DateTimeOffset? OperatesSince(ProtectedSystem system) => DoneAt(RecoveryGraph.LastStepOf(system)) is { } done
        ? _operated.TryGetValue(system.Name, out var first) ? first : done
        : null;

    public IEnumerable<StepName> In(StepStatus status) => Graph.Steps.Where(s => StatusOf(s) == status).Select(s => s.Name);

    /// <summary>Takes in what happened.</summary>
    /// <returns>This run.</returns>
    /// <exception cref="InvalidOperationException">The event does not fit what happened before it; the run is as it was.</exception>
    public Run Apply(RunEvent happened)
    {
        var step = JournalFit.SubjectOf(happened, this);
        Conversation.Apply(happened);
        _last = happened.At;
        _zero ??= happened is RunBegan { Disaster: var disaster } ? disaster : happened.At;
        switch (happened)
        {
            case RunBegan e:
                Began = e;
                foreach (var point in e.Points)
                {
                    _points[point.System] = point;
                }

                break;
            case PointReplaced e:
                _points[e.System] = e.To;
                break;
            case StepStarted:
                Move(step!, StepStatus.Running);
                break;
            case StepSucceeded or DoubtSettled { Happened: true }:
                Move(step!, StepStatus.Done);
                if (happened is StepSucceeded { Unproven: true })
                {
                    _unproven.Add(step!.Index);
                }
                else
                {
                    _unproven.Remove(step!.Index);
                }

                if (happened is StepSucceeded { Instead: StepSucceeded.LeftOut })
                {
                    _leftOut.Add(step.Index);
                }
                else
                {
                    _leftOut.Remove(step.Index);
                }

                _doneAt[step.Index] = happened.At;
                _turns.Pass(step);
                break;
            case StepFailed e:
                Fail(step!, e);
                break;
            case ServiceDied e:
                Die(step!, e);
                break;
            case StepSkipped:
                _failures.Forgive(step!);
                Move(step!, StepStatus.Skipped);
                _turns.Pass(step!);
                break;
            case StepRetried or DoubtSettled:
                _failures.Forgive(step!);
                Move(step!, StepStatus.Waiting);
                break;
            case StepGivenUp:
                _failures.GiveUp(step!);
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

    private void Fail(GraphStep step, StepFailed failure)
    {
        if (_failures.IsTriedAgain(step))
        {
            Move(step, StepStatus.Waiting);
            return;
        }

        Move(step, StepStatus.Failed);
        _failures.Add(step, failure);
        if (step.Step.OnFailure == OnFailure.Continue)
        {
            _turns.Pass(step);
        }
    }

    /// <summary>The service is down, and what was asked of the system since says nothing any more.</summary>
    private void Die(GraphStep step, ServiceDied death)
    {
        if (Ended is not null && OperatesSince(step.System) is { } since)
        {
            _operated[step.System.Name] = since;
        }

        var after = Graph.Steps.Where(s => s.System.Name == step.System.Name && s.Index >= step.Index).ToArray();
        foreach (var one in after)
        {
            _turns.CallBack(one);
        }

        Move(step, StepStatus.Failed);
        _dead.Add(step.Index);
        _failures.AddLate(step, new(death.At, step.Name, death.Why, death.Hint));
        foreach (var asked in after.Where(s => s.Step.Action is CheckAction && StatusOf(s) == StepStatus.Done))
        {
            Move(asked, StepStatus.Waiting);
        }
    }

    private void Resume()
    {
        _failures.StartAnew();
        foreach (var dead in _dead)
        {
            _failures.Forgive(Graph.Steps[dead]);
        }

        foreach (var step in Graph.Steps.Where(IsTakenUp))
        {
            // What failed half-way is begun, too.
            Move(step, step.Step.Action.IsRepeatable ? StepStatus.Waiting : StepStatus.InDoubt);
        }

        _dead.Clear();
        Ended = null;
    }

    /// <summary>What was under way, what failed or died, and, after the end, the proof that somebody skipped: without it a system never operates.</summary>
    private bool IsTakenUp(GraphStep step) => StatusOf(step) switch
    {
        StepStatus.Running => true,
        StepStatus.Failed => HoldsBack(step) || _dead.Contains(step.Index),
        StepStatus.Skipped => Ended is not null && step.Name == RecoveryGraph.LastStepOf(step.System),
        _ => false,
    };

    /// <summary>Whether what follows cannot begin because the step failed. What the plan lets pass holds nothing back, and is never tried again.</summary>
    private bool HoldsBack(GraphStep step) => StatusOf(step) == StepStatus.Failed && step.Step.OnFailure != OnFailure.Continue;

    private void Move(GraphStep step, StepStatus to)
    {
        if (StatusOf(step) == StepStatus.Running)
        {
            _running--;
            _turns.End(step);
        }

        _status[step.Index] = to;
        switch (to)
        {
            case StepStatus.Waiting:
                _turns.GiveAnother(step);
                break;
            case StepStatus.Running:
                _running++;
                _begunAt[step.Index] = _last;
                _turns.Begin(step, Elapsed);
                break;
            default:
                _turns.Take(step);
                break;
        }
    }
}
