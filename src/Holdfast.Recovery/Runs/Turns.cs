namespace Holdfast.Recovery.Runs;

/// <summary>Whose turn it is: the steps that have not begun while all they wait for is done or passed over.</summary>
internal sealed class Turns
{
    private readonly RecoveryGraph _graph;
    private readonly ReadySteps _ready;

    // For how many others each step still waits, and which of them let go those that waited for them.
    private readonly int[] _missing;
    private readonly bool[] _passed;

    // Which have begun or were skipped, and which of them let go nothing any more although they stay done.
    private readonly bool[] _over;
    private readonly bool[] _called;

    public Turns(RecoveryGraph graph, RecoveryOrder order)
    {
        _graph = graph;
        _missing = new int[graph.Steps.Length];
        _passed = new bool[graph.Steps.Length];
        _over = new bool[graph.Steps.Length];
        _called = new bool[graph.Steps.Length];
        _ready = new(graph, order, _missing, _over);
        foreach (var step in graph.Steps)
        {
            _missing[step.Index] = step.After.Length;
            if (step.After.IsEmpty)
            {
                _ready.Come(step.Index);
            }
        }
    }

    /// <summary>Whether it is any step's turn.</summary>
    public bool Any => !_ready.IsEmpty;

    public bool Has(GraphStep step) => _ready.Has(step.Index);

    /// <inheritdoc cref="ReadySteps.Beginning"/>
    public IReadOnlyList<GraphStep> Beginning(double now, bool isIdle) => _ready.Beginning(now, isIdle);

    /// <inheritdoc cref="ReadySteps.HeldBy"/>
    public (int By, string On)? HeldBy(GraphStep step) => _ready.HeldBy(step.Index);

    /// <summary>The step is under way from now on.</summary>
    /// <param name="now">Seconds from the disaster.</param>
    public void Begin(GraphStep step, double now)
    {
        _ready.Enter(step.Index, now);
        Take(step);
        foreach (var follower in _graph.Followers(step))
        {
            _ready.Expect(follower);
        }
    }

    /// <summary>The step is under way no more, however it ended.</summary>
    public void End(GraphStep step) => _ready.Exit(step.Index);

    /// <summary>The step may begin again, unless it waits for one that was called back.</summary>
    public void GiveAnother(GraphStep step)
    {
        (_over[step.Index], _called[step.Index]) = (false, false);
        if (_missing[step.Index] == 0)
        {
            _ready.Come(step.Index);
        }
    }

    /// <summary>It is the step's turn no more: it began, or was skipped.</summary>
    public void Take(GraphStep step)
    {
        _over[step.Index] = true;
        _ready.Leave(step.Index);
    }

    /// <summary>Lets what waits for the step wait again: what the step had brought about is gone. Nothing that has begun is undone.</summary>
    public void CallBack(GraphStep step)
    {
        if (!_passed[step.Index])
        {
            return;
        }

        (_passed[step.Index], _called[step.Index]) = (false, true);
        foreach (var follower in _graph.Followers(step))
        {
            _missing[follower]++;
            _ready.Leave(follower);
        }
    }

    /// <summary>Lets go what waits for the step.</summary>
    public void Pass(GraphStep step)
    {
        if (_passed[step.Index])
        {
            return; // Someone skipped it, what follows was let go, and this is the proof, given later.
        }

        _passed[step.Index] = true;
        foreach (var follower in _graph.Followers(step))
        {
            if (--_missing[follower] > 0)
            {
                _ready.Expect(follower);
                continue;
            }

            if (!_over[follower])
            {
                _ready.Come(follower);
            }
            else if (_called[follower])
            {
                _called[follower] = false;
                Pass(_graph.Steps[follower]); // It was called back with the step, and is not done again.
            }
        }
    }
}
