namespace Holdfast.Recovery.Readiness.Simulation;

/// <summary>
/// Transfers that share links, repositories and hosts. At every moment what is scarce is shared out fairly: nobody gets more while
/// somebody who wants more gets less (max-min fairness), and nobody more than it takes alone. What goes on as before costs nothing, so
/// ten thousand at once are no burden.
/// </summary>
internal sealed class Transfers
{
    private readonly Lane[] _lanes;
    private readonly PriorityQueue<(Lane Lane, int Stamp), double> _ends = new();
    private readonly FairShare _share = new();
    private double _now;
    private int _active;

    /// <param name="capacities">Of each way, in bytes per second.</param>
    /// <param name="routes">The ways that are taken together.</param>
    public Transfers(IReadOnlyList<double> capacities, IReadOnlyList<int[]> routes)
    {
        Way[] ways = [.. capacities.Select(capacity => new Way(capacity))];
        _lanes = [.. routes.Select(route => new Lane([.. route.Select(way => ways[way])]))];
        foreach (var lane in _lanes)
        {
            foreach (var way in lane.Ways)
            {
                way.Lanes.Add(lane);
            }
        }
    }

    public bool Any => _active > 0;

    /// <param name="alone">Bytes per second where nothing is shared; more than 0.</param>
    public void Begin(int step, double bytes, double alone, int route)
    {
        _share.Include(_lanes[route], _now);
        _lanes[route].Begin(step, bytes, alone);
        _active++;
    }

    /// <summary>When, in seconds from now, the next one ends if nothing else begins; infinite: none is under way.</summary>
    public double UntilNext()
    {
        ShareOut();
        while (_ends.TryPeek(out var next, out var end))
        {
            if (next.Stamp == next.Lane.Stamp)
            {
                return Math.Max(0, end - _now);
            }

            _ends.Dequeue();
        }

        return double.PositiveInfinity;
    }

    /// <summary>Lets so many seconds pass.</summary>
    public void Advance(double seconds)
    {
        ShareOut();
        _now += seconds;
    }

    /// <summary>Takes the one out of which <see cref="UntilNext"/> told.</summary>
    public int EndNext()
    {
        var (lane, _) = _ends.Dequeue();
        _share.Include(lane, _now);
        _active--;
        return lane.End();
    }

    private void ShareOut()
    {
        foreach (var lane in _share.Out(_now))
        {
            lane.Stamp++;
            if (!lane.IsIdle)
            {
                _ends.Enqueue((lane, lane.Stamp), lane.NextEnd);
            }
        }
    }
}
