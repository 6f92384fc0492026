namespace Holdfast.Recovery.Readiness.Simulation;

/// <summary>
/// Shares out anew what a change concerns, and leaves alone what it does not: lanes whose narrowest way nobody concerned takes get what
/// they got. That is enough, because shares are max-min fair as soon as each lane has a way that is full and on which nobody gets more.
/// </summary>
internal sealed class FairShare
{
    /// <summary>Who is content is kept from one filling to the next; where that does not settle, it is filled once from nothing.</summary>
    private const int Tries = 8;

    /// <summary>What wants more than its share by less than this is content: rounding alone must not move anybody.</summary>
    private const double Tolerance = 1 + 1e-9;

    private readonly List<Lane> _lanes = [];
    private readonly List<Way> _ways = [];
    private readonly List<Lane> _result = [];

    /// <summary>Something on the lane is about to change.</summary>
    public void Include(Lane lane, double now)
    {
        if (lane.IsInScope)
        {
            return;
        }

        lane.PassTo(now);
        lane.IsInScope = true;
        _lanes.Add(lane);
    }

    /// <summary>Gives each lane that is concerned its level.</summary>
    /// <returns>These lanes.</returns>
    public IReadOnlyList<Lane> Out(double now)
    {
        _result.Clear();
        if (_lanes.Count == 0)
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
                    _lanes.ForEach(lane => lane.Release(0));
                }

                Fill();
            }
            while (Widen(now));

            if (attempt > Tries || !Release())
            {
                break;
            }
        }

        _lanes.ForEach(lane => lane.IsInScope = false);
        _ways.ForEach(way => way.IsInScope = false);
        _result.AddRange(_lanes);
        _lanes.Clear();
        _ways.Clear();
        return _result;
    }

    /// <summary>Whom the lanes concern: those that are kept at their level by a way that these take, and whom those concern in turn.</summary>
    /// <param name="from">So many of the lanes were asked before.</param>
    /// <returns>How many are asked now.</returns>
    private int Reach(int from, double now)
    {
        for (; from < _lanes.Count; from++)
        {
            foreach (var way in _lanes[from].Ways)
            {
                if (way.IsInScope)
                {
                    continue;
                }

                way.IsInScope = true;
                _ways.Add(way);
                foreach (var lane in way.Lanes)
                {
                    if (lane.Narrowest == way && !lane.IsIdle)
                    {
                        Include(lane, now);
                    }
                }
            }
        }

        return from;
    }

    /// <summary>
    /// Water rises for all that share, until the least greedy of them has enough, or until a way is full: its lanes rise no further.
    /// </summary>
    private void Fill()
    {
        foreach (var way in _ways)
        {
            (way.Left, way.Wanting, way.FullAt) = (way.Capacity, 0, double.PositiveInfinity);
            foreach (var lane in way.Lanes)
            {
                way.Left -= lane.IsInScope ? lane.Taken : lane.Rate;
                way.Wanting += lane.IsInScope ? lane.Sharing : 0;
            }
        }

        _lanes.ForEach(lane => lane.Open());
        while (Narrowest() is { } narrowest)
        {
            var share = Math.Max(0, narrowest.Left) / narrowest.Wanting;
            if (LeastGreedy() is { } least && least.LeastWant <= share)
            {
                Take(least, least.Satisfy(), 1);
                continue;
            }

            narrowest.FullAt = share;
            foreach (var lane in narrowest.Lanes)
            {
                if (lane is { IsInScope: true, Narrowest: null })
                {
                    lane.Close(share, narrowest);
                    Take(lane, share * lane.Sharing, lane.Sharing);
                }
            }
        }
    }

    /// <summary>Whoever was left alone and gets more on a full way than those who were given their share there has to share with them.</summary>
    private bool Widen(double now)
    {
        var known = _lanes.Count;
        foreach (var way in _ways)
        {
            if (double.IsPositiveInfinity(way.FullAt))
            {
                continue;
            }

            foreach (var lane in way.Lanes)
            {
                if (!lane.IsInScope && !lane.IsIdle && lane.Level > way.FullAt * Tolerance)
                {
                    Include(lane, now);
                }
            }
        }

        return _lanes.Count > known;
    }

    private bool Release()
    {
        var any = false;
        foreach (var lane in _lanes)
        {
            any |= lane.Release(lane.Level * Tolerance);
        }

        return any;
    }

    private Way? Narrowest()
    {
        var (narrowest, least) = ((Way?)null, double.PositiveInfinity);
        foreach (var way in _ways)
        {
            if (way.Wanting > 0 && way.Left / way.Wanting is var share && share < least)
            {
                (narrowest, least) = (way, share);
            }
        }

        return narrowest;
    }

    private Lane? LeastGreedy()
    {
        var (greedy, least) = ((Lane?)null, double.PositiveInfinity);
        foreach (var lane in _lanes)
        {
            if (lane.Narrowest is null && lane.LeastWant is var want && want < least)
            {
                (greedy, least) = (lane, want);
            }
        }

        return greedy;
    }

    private static void Take(Lane lane, double rate, int satisfied)
    {
        foreach (var way in lane.Ways)
        {
            way.Left -= rate;
            way.Wanting -= satisfied;
        }
    }
}
