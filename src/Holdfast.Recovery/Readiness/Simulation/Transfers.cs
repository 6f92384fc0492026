namespace Holdfast.Recovery.Readiness.Simulation;

/// <summary>
/// Transfers that share links, repositories and hosts. At every moment what is scarce is shared out fairly: no one gets more while
/// someone who wants more gets less (max-min fairness), and no one more than it takes alone. What goes on as before costs nothing, so
/// ten thousand at once are no burden.
/// </summary>
internal sealed class Transfers
{
    private readonly Flow[] _flows;
    private readonly PriorityQueue<(Flow Flow, int Stamp), double> _ends = new();
    private readonly FairShare _share = new();
    private double _now;
    private int _active;

    /// <param name="capacities">Of each link, in bytes per second.</param>
    /// <param name="routes">The links that are taken together.</param>
    public Transfers(IReadOnlyList<double> capacities, IReadOnlyList<int[]> routes)
    {
        SharedLink[] links = [.. capacities.Select(capacity => new SharedLink(capacity))];
        _flows = [.. routes.Select(route => new Flow([.. route.Select(link => links[link])]))];
        foreach (var flow in _flows)
        {
            foreach (var link in flow.Links)
            {
                link.Flows.Add(flow);
            }
        }
    }

    public bool Any => _active > 0;

    /// <param name="alone">Bytes per second where nothing is shared; more than 0.</param>
    public void Begin(int step, double bytes, double alone, int route)
    {
        _share.Include(_flows[route], _now);
        _flows[route].Begin(step, bytes, alone);
        _active++;
    }

    /// <summary>When, in seconds from now, the next one ends if nothing else begins; infinite: none is under way.</summary>
    public double UntilNext()
    {
        ShareOut();
        while (_ends.TryPeek(out var next, out var end))
        {
            if (next.Stamp == next.Flow.Stamp)
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
        var (flow, _) = _ends.Dequeue();
        _share.Include(flow, _now);
        _active--;
        return flow.End();
    }

    private void ShareOut()
    {
        foreach (var flow in _share.Out(_now))
        {
            flow.Stamp++;
            if (!flow.IsIdle)
            {
                _ends.Enqueue((flow, flow.Stamp), flow.NextEnd);
            }
        }
    }
}
