namespace Holdfast.Recovery.Runs;

/// <summary>Whose turn it is: the steps that have not begun while all they wait for is done or passed over, in the order in which that came.</summary>
internal sealed class Turns
{
    private readonly RecoveryGraph _graph;
    private readonly StepQueue _queue;

    // For how many others each step still waits, and which of them let go those that waited for them.
    private readonly int[] _missing;
    private readonly bool[] _passed;

    // Which have begun or were skipped, and which of them let go nothing any more although they stay done.
    private readonly bool[] _over;
    private readonly bool[] _called;

    public Turns(RecoveryGraph graph)
    {
        _graph = graph;
        _queue = new(graph.Steps.Length);
        _missing = new int[graph.Steps.Length];
        _passed = new bool[graph.Steps.Length];
        _over = new bool[graph.Steps.Length];
        _called = new bool[graph.Steps.Length];
        foreach (var step in graph.Steps)
        {
            _missing[step.Index] = step.After.Length;
            if (step.After.IsEmpty)
            {
                _queue.Come(step.Index);
            }
        }
    }

    /// <summary>Whether it is any step's turn.</summary>
    public bool Any => !_queue.IsEmpty;

    /// <summary>The indices of the steps whose turn it is.</summary>
    public IEnumerable<int> InOrder => _queue.InOrder();

    public bool Has(GraphStep step) => _queue.Has(step.Index);

    /// <summary>The step may begin again: now, after all others, unless it waits for one that was called back.</summary>
    public void GiveAnother(GraphStep step)
    {
        (_over[step.Index], _called[step.Index]) = (false, false);
        if (_missing[step.Index] == 0)
        {
            _queue.Come(step.Index);
        }
    }

    /// <summary>It is the step's turn no more: it began, or was skipped.</summary>
    public void Take(GraphStep step)
    {
        _over[step.Index] = true;
        _queue.Leave(step.Index);
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
            _queue.Leave(follower);
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
                continue;
            }

            if (!_over[follower])
            {
                _queue.Come(follower);
            }
            else if (_called[follower])
            {
                _called[follower] = false;
                Pass(_graph.Steps[follower]); // It was called back with the step, and is not done again.
            }
        }
    }
}
