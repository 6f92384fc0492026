namespace Holdfast.Recovery.Readiness.Simulation;

/// <summary>
/// Shares out anew what a change concerns, and leaves alone what it does not: flows whose narrowest link no one concerned takes get what
/// they got. That is enough, because shares are max-min fair as soon as each flow has a link that is full and on which no one gets more.
/// </summary>
internal sealed class FairShare
{
    /// <summary>Who is content is kept from one filling to the next; where that does not settle, it is filled once from nothing.</summary>
    private const int Tries = 8;

    /// <summary>What wants more than its share by less than this is content: rounding alone must not move anybody.</summary>
    private const double Tolerance = 1 + 1e-9;

    private readonly List<Flow> _flows = [];
    private readonly List<SharedLink> _links = [];
    private readonly List<Flow> _result = [];

    /// <summary>Something on the flow is about to change.</summary>
    public void Include(Flow flow, double now)
    {
        if (flow.IsInScope)
        {
            return;
        }

        flow.PassTo(now);
        flow.IsInScope = true;
        _flows.Add(flow);
    }

    /// <summary>Gives each flow that is concerned its level.</summary>
    /// <returns>These flows.</returns>
    public IReadOnlyList<Flow> Out(double now)
    {
        _result.Clear();
        if (_flows.Count == 0)
        {
            return _result;
        }

        for (var (attempt, reached) = (1, 0); ; attempt++)
        {
            do
            {
                reached = Reach(reached, now);
                if (attempt > Tries)
                {
                    _flows.ForEach(flow => flow.Release(0));
                }

                Fill();
            }
            while (Widen(now));

            if (attempt > Tries || !Release())
            {
                break;
            }
        }

        _flows.ForEach(flow => flow.IsInScope = false);
        _links.ForEach(link => link.IsInScope = false);
        _result.AddRange(_flows);
        _flows.Clear();
        _links.Clear();
        return _result;
    }

    /// <summary>Whom the flows concern: those that are kept at their level by a link that these take, and whom those concern in turn.</summary>
    /// <param name="from">So many of the flows were asked before.</param>
    /// <returns>How many are asked now.</returns>
    private int Reach(int from, double now)
    {
        for (; from < _flows.Count; from++)
        {
            foreach (var link in _flows[from].Links)
            {
                if (link.IsInScope)
                {
                    continue;
                }

                link.IsInScope = true;
                _links.Add(link);
                foreach (var flow in link.Flows)
                {
                    if (flow.Narrowest == link && !flow.IsIdle)
                    {
                        Include(flow, now);
                    }
                }
            }
        }

        return from;
    }

    /// <summary>
    /// Water rises for all that share, until the least greedy of them has enough, or until a link is full: its flows rise no further.
    /// </summary>
    private void Fill()
    {
        foreach (var link in _links)
        {
            (link.Left, link.Wanting, link.FullAt) = (link.Capacity, 0, double.PositiveInfinity);
            foreach (var flow in link.Flows)
            {
                link.Left -= flow.IsInScope ? flow.Taken : flow.Rate;
                link.Wanting += flow.IsInScope ? flow.Sharing : 0;
            }
        }

        _flows.ForEach(flow => flow.Open());
        while (Narrowest() is { } narrowest)
        {
            var share = Math.Max(0, narrowest.Left) / narrowest.Wanting;
            if (LeastGreedy() is { } least && least.LeastWant <= share)
            {
                Take(least, least.Satisfy(), 1);
                continue;
            }

            narrowest.FullAt = share;
            foreach (var flow in narrowest.Flows)
            {
                if (flow is { IsInScope: true, Narrowest: null })
                {
                    flow.Close(share, narrowest);
                    Take(flow, share * flow.Sharing, flow.Sharing);
                }
            }
        }
    }

    /// <summary>Whoever was left alone and gets more on a full link than those who were given their share there has to share with them.</summary>
    private bool Widen(double now)
    {
        var known = _flows.Count;
        foreach (var link in _links)
        {
            if (double.IsPositiveInfinity(link.FullAt))
            {
                continue;
            }

            foreach (var flow in link.Flows)
            {
                if (!flow.IsInScope && !flow.IsIdle && flow.Level > link.FullAt * Tolerance)
                {
                    Include(flow, now);
                }
            }
        }

        return _flows.Count > known;
    }

    private bool Release()
    {
        var any = false;
        foreach (var flow in _flows)
        {
            any |= flow.Release(flow.Level * Tolerance);
        }

        return any;
    }

    private SharedLink? Narrowest()
    {
        var (narrowest, least) = ((SharedLink?)null, double.PositiveInfinity);
        foreach (var link in _links)
        {
            if (link.Wanting > 0 && link.Left / link.Wanting is var share && share < least)
            {
                (narrowest, least) = (link, share);
            }
        }

        return narrowest;
    }

    private Flow? LeastGreedy()
    {
        var (greedy, least) = ((Flow?)null, double.PositiveInfinity);
        foreach (var flow in _flows)
        {
            if (flow.Narrowest is null && flow.LeastWant is var want && want < least)
            {
                (greedy, least) = (flow, want);
            }
        }

        return greedy;
    }

    private static void Take(Flow flow, double rate, int satisfied)
    {
        foreach (var link in flow.Links)
        {
            link.Left -= rate;
            link.Wanting -= satisfied;
        }
    }
}
