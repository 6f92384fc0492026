using System.Collections.Immutable;

namespace Holdfast.Recovery.Runs;

/// <summary>Steps in the order in which they came. To come and to leave costs the same, however many stand there.</summary>
internal sealed class StepQueue
{
    private const int NotHere = -1;

    private readonly ImmutableArray<GraphStep> _steps;

    // Who stands after and before each step. The last place is no step's: the queue begins and ends at it.
    private readonly int[] _next;
    private readonly int[] _previous;

    /// <param name="steps">All that may ever stand here, by their index.</param>
    public StepQueue(ImmutableArray<GraphStep> steps)
    {
        _steps = steps;
        _next = new int[steps.Length + 1];
        _previous = new int[steps.Length + 1];
        Array.Fill(_next, NotHere);
        Join(Ends, Ends);
    }

    public bool IsEmpty => _next[Ends] == Ends;

    private int Ends => _steps.Length;

    public bool Has(GraphStep step) => _next[step.Index] != NotHere;

    /// <summary>Lets the step stand last. One that stands here keeps its place.</summary>
    public void Come(GraphStep step)
    {
        if (!Has(step))
        {
            Join(_previous[Ends], step.Index);
            Join(step.Index, Ends);
        }
    }

    /// <summary>Lets the step stand here no more, if it does.</summary>
    public void Leave(GraphStep step)
    {
        if (Has(step))
        {
            Join(_previous[step.Index], _next[step.Index]);
            _next[step.Index] = NotHere;
        }
    }

    public IEnumerable<GraphStep> InOrder()
    {
        for (var step = _next[Ends]; step != Ends; step = _next[step])
        {
            yield return _steps[step];
        }
    }

    private void Join(int first, int second) => (_next[first], _previous[second]) = (second, first);
}
