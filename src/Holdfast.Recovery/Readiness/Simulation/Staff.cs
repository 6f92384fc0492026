namespace Holdfast.Recovery.Readiness.Simulation;

/// <summary>People, each of whom does one thing at a time, of what was asked of them the most urgent first.</summary>
/// <param name="people">How many there are.</param>
/// <param name="rank">Of each step, how urgent it is, the least first.</param>
internal sealed class Staff(int people, IReadOnlyList<int> rank)
{
    private readonly int[] _doing = [.. Enumerable.Repeat(-1, people)];
    private readonly List<(int Step, int[] Who)> _waiting = [];

    /// <returns>Whether someone begins at once; if not, the step waits for the first of them who is free.</returns>
    public bool Ask(int step, int[] who)
    {
        if (Take(step, who))
        {
            return true;
        }

        _waiting.Add((step, who));
        return false;
    }

    /// <summary>Someone is done with the step.</summary>
    /// <returns>The step that they turn to; null: none waits for them.</returns>
    public int? Done(int step)
    {
        if (Array.IndexOf(_doing, step) is not (>= 0 and var person))
        {
            return null;
        }

        _doing[person] = -1;
        var next = -1;
        for (var i = 0; i < _waiting.Count; i++)
        {
            if (_waiting[i].Who.Contains(person) && (next < 0 || rank[_waiting[i].Step] < rank[_waiting[next].Step]))
            {
                next = i;
            }
        }

        if (next < 0)
        {
            return null;
        }

        var (waited, who) = _waiting[next];
        _waiting.RemoveAt(next);
        Take(waited, who);
        return waited;
    }

    private bool Take(int step, int[] who)
    {
        foreach (var person in who)
        {
            if (_doing[person] < 0)
            {
                _doing[person] = step;
                return true;
            }
        }

        return false;
    }
}
