namespace Holdfast.Recovery.Readiness.Simulation;

/// <summary>
/// Transfers that share links, repositories and hosts. At every moment what is scarce is shared out fairly: nobody gets more while
/// somebody who wants more gets less (max-min fairness, filled up step by step), and nobody more than it takes alone.
/// </summary>
/// <param name="capacities">Of each way, in bytes per second.</param>
internal sealed class Transfers(double[] capacities)
{
    private static readonly Comparer<Transfer> ByWant = Comparer<Transfer>.Create((a, b) => a.Alone.CompareTo(b.Alone));

    // In the order of what they would take alone, least first: those are satisfied first.
    private readonly List<Transfer> _active = [];
    private readonly double[] _left = new double[capacities.Length];
    private readonly int[] _wanting = new int[capacities.Length];
    private bool _shared = true;
    private int _next;

    public bool Any => _active.Count > 0;

    /// <param name="alone">Bytes per second where nothing is shared; more than 0.</param>
    public void Begin(int step, double bytes, double alone, int[] ways)
    {
        var transfer = new Transfer(step, bytes, alone, ways);
        var at = _active.BinarySearch(transfer, ByWant);
        _active.Insert(at < 0 ? ~at : at, transfer);
        _shared = false;
    }

    /// <summary>When, in seconds from now, the next one ends if nothing else begins.</summary>
    public double UntilNext()
    {
        Share();
        var least = double.PositiveInfinity;
        for (var i = 0; i < _active.Count; i++)
        {
            if (_active[i].Left / _active[i].Rate is var until && until < least)
            {
                (least, _next) = (until, i);
            }
        }

        return least;
    }

    /// <summary>How fast each step's transfer is now, in bytes per second.</summary>
    public IReadOnlyDictionary<int, double> Rates()
    {
        Share();
        return _active.ToDictionary(t => t.Step, t => t.Rate);
    }

    /// <summary>Lets so many seconds pass.</summary>
    public void Advance(double seconds)
    {
        Share();
        foreach (var transfer in _active)
        {
            transfer.Left -= transfer.Rate * seconds;
        }
    }

    /// <summary>Takes the one out of which <see cref="UntilNext"/> told.</summary>
    public int EndNext()
    {
        var step = _active[_next].Step;
        _active.RemoveAt(_next);
        _shared = false;
        return step;
    }

    private void Share()
    {
        if (_shared)
        {
            return;
        }

        _shared = true;
        capacities.CopyTo(_left, 0);
        Array.Clear(_wanting);
        foreach (var transfer in _active)
        {
            transfer.Rate = 0;
            foreach (var way in transfer.Ways)
            {
                _wanting[way]++;
            }
        }

        var satisfied = 0;
        while (satisfied < _active.Count)
        {
            if (_active[satisfied].Rate > 0)
            {
                satisfied++;
                continue;
            }

            var (narrowest, share) = Narrowest();
            if (_active[satisfied].Alone <= share)
            {
                Give(_active[satisfied], _active[satisfied].Alone);
                satisfied++;
                continue;
            }

            for (var i = satisfied; i < _active.Count; i++)
            {
                if (_active[i].Rate == 0 && Array.IndexOf(_active[i].Ways, narrowest) >= 0)
                {
                    Give(_active[i], share);
                }
            }
        }
    }

    private (int Way, double Share) Narrowest()
    {
        var (narrowest, least) = (-1, double.PositiveInfinity);
        for (var way = 0; way < _left.Length; way++)
        {
            if (_wanting[way] > 0 && _left[way] / _wanting[way] < least)
            {
                (narrowest, least) = (way, _left[way] / _wanting[way]);
            }
        }

        return (narrowest, least);
    }

    private void Give(Transfer transfer, double rate)
    {
        transfer.Rate = rate;
        foreach (var way in transfer.Ways)
        {
            _left[way] = Math.Max(0, _left[way] - rate);
            _wanting[way]--;
        }
    }

    private sealed class Transfer(int step, double left, double alone, int[] ways)
    {
        public readonly int Step = step;
        public readonly double Alone = alone;
        public readonly int[] Ways = ways;
        public double Left = left;
        public double Rate;
    }
}
