namespace Holdfast.Recovery.Readiness.Simulation;

/// <summary>
/// Transfers that share links, repositories and hosts. At every moment what is scarce is shared out fairly: nobody gets more while
/// somebody who wants more gets less (max-min fairness, filled up step by step), and nobody more than it takes alone.
/// </summary>
/// <param name="capacities">Of each way, in bytes per second.</param>
internal sealed class Transfers(double[] capacities)
{
    // In the order of what they would take alone, least first: those are satisfied first.
    private readonly List<Transfer> _active = [];
    private readonly double[] _left = new double[capacities.Length];
    private readonly int[] _wanting = new int[capacities.Length];
    private bool _shared = true;

    public bool Any => _active.Count > 0;

    /// <param name="alone">Bytes per second where nothing is shared; more than 0.</param>
    public void Begin(int step, double bytes, double alone, IReadOnlyList<int> ways)
    {
        var at = _active.FindIndex(t => t.Alone > alone);
        _active.Insert(at < 0 ? _active.Count : at, new(step, bytes, alone, ways));
        _shared = false;
    }

    /// <summary>When, in seconds from now, the next one ends if nothing else begins.</summary>
    public double UntilNext()
    {
        Share();
        var least = double.PositiveInfinity;
        foreach (var transfer in _active)
        {
            least = Math.Min(least, transfer.Left / transfer.Rate);
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

    /// <summary>Takes the one out that is nearest to its end.</summary>
    public int EndNext()
    {
        var first = 0;
        for (var i = 1; i < _active.Count; i++)
        {
            if (_active[i].Left / _active[i].Rate < _active[first].Left / _active[first].Rate)
            {
                first = i;
            }
        }

        var step = _active[first].Step;
        _active.RemoveAt(first);
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
                if (_active[i].Rate == 0 && _active[i].Ways.Contains(narrowest))
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

    private sealed class Transfer(int step, double left, double alone, IReadOnlyList<int> ways)
    {
        public int Step => step;

        public double Left { get; set; } = left;

        public double Alone => alone;

        public IReadOnlyList<int> Ways => ways;

        public double Rate { get; set; }
    }
}
