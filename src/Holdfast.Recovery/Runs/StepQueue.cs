namespace Holdfast.Recovery.Runs;

/// <summary>Steps in the order in which they came. To come and to leave costs the same, however many stand there.</summary>
internal sealed class StepQueue
{
    private const int NotHere = -1;

    // Who stands after and before each step. The last place is no step's: the queue begins and ends at it.
    private readonly int[] _next;
    private readonly int[] _previous;

    /// <param name="steps">How many may ever stand here, numbered from 0.</param>
    public StepQueue(int steps)
    {
        Ends = steps;
        _next = new int[steps + 1];
        _previous = new int[steps + 1];
        Array.Fill(_next, NotHere);
        Join(Ends, Ends);
    }

    public bool IsEmpty => _next[Ends] == Ends;

    private int Ends { get; }

    public bool Has(int step) => _next[step] != NotHere;

    /// <summary>Lets the step stand last. One that stands here keeps its place.</summary>
    public void Come(int step)
    {
        if (!Has(step))
        {
            Join(_previous[Ends], step);
            Join(step, Ends);
        }
    }

    /// <summary>Lets the step stand here no more, if it does.</summary>
    public void Leave(int step)
    {
        if (Has(step))
        {
            Join(_previous[step], _next[step]);
            _next[step] = NotHere;
        }
    }

    public IEnumerable<int> InOrder()
    {
        for (var step = _next[Ends]; step != Ends; step = _next[step])
        {
            yield return step;
        }
    }

    private void Join(int first, int second) => (_next[first], _previous[second]) = (second, first);
}
