using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Runs;

/// <summary>What failed in a run, and what of it someone is still to decide about.</summary>
internal sealed class StepFailures(RecoveryGraph graph)
{
    private readonly Dictionary<StepName, StepFailed> _last = [];
    private readonly int[] _times = new int[graph.Steps.Length];
    private readonly List<int> _undecided = [];

    /// <summary>The failures that were not tried again since.</summary>
    public IReadOnlyDictionary<StepName, StepFailed> Last => _last;

    public bool AreDecided => _undecided.Count == 0;

    public IEnumerable<GraphStep> Undecided => _undecided.Select(i => graph.Steps[i]);

    /// <summary>Counts a failure.</summary>
    /// <returns>Whether the plan has the step tried again by itself, so that it has not failed yet.</returns>
    public bool IsTriedAgain(GraphStep step) => ++_times[step.Index] <= step.Step.Retries;

    public void Add(GraphStep step, StepFailed failure)
    {
        _last[step.Name] = failure;
        if (step.Step.OnFailure == OnFailure.Ask)
        {
            _undecided.Add(step.Index);
        }
    }

    /// <summary>It failed after all had ended: there is no one to decide about it until the run is taken up.</summary>
    public void AddLate(GraphStep step, StepFailed failure) => _last[step.Name] = failure;

    /// <summary>It stays failed, and no one has to decide about it any more.</summary>
    public void GiveUp(GraphStep step) => _undecided.Remove(step.Index);

    /// <summary>It is done again or skipped: a failure that someone decided about so is none any more.</summary>
    public void Forgive(GraphStep step)
    {
        _undecided.Remove(step.Index);
        _last.Remove(step.Name);
        _times[step.Index] = 0;
    }

    /// <summary>Someone takes the run up: everything is tried as often as the first time, but what the plan let pass stays failed.</summary>
    public void StartAnew()
    {
        Array.Clear(_times);
        _undecided.Clear();
        foreach (var name in _last.Keys.Where(name => graph[name].Step.OnFailure != OnFailure.Continue).ToArray())
        {
            _last.Remove(name);
        }
    }
}
