namespace Holdfast.Recovery.Readiness.Simulation;

/// <summary>People, each of whom does one thing at a time, in the order in which it was asked of them.</summary>
/// <param name="people">How many there are.</param>
internal sealed class Staff(int people)
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
        var next = _waiting.FindIndex(w => w.Who.Contains(person));
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
