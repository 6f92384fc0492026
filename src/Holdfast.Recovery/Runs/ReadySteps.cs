namespace Holdfast.Recovery.Runs;

/// <summary>
/// The steps whose turn it is, and which of them begin now: the most urgent first, and none that would take from a more urgent one what that
/// needs to be back in time. A step that is under way is never stopped, so who would be in the way is not begun:
/// a host has room for so many, a way of data for as many as fill it, and what is about to be wanted by a more urgent step is kept for it
/// where it would be late otherwise. Costs the lanes of what changed, not the number of steps that wait.
/// </summary>
internal sealed class ReadySteps
{
    /// <summary>So much of a way, or of what the step would take of it, must be left for a transfer to be worth beginning beside more urgent ones.</summary>
    private const double WorthBeginning = 0.25;

    /// <summary>So many of the most urgent that want a lane are looked at: whoever comes after them waits for them anyway.</summary>
    private const int Looked = 6;

    /// <summary>So many of those that a transfer would slow down are looked at.</summary>
    private const int MostSlowed = 24;

    /// <summary>So many of those that wait for a lane are asked after one that still can't begin.</summary>
    private const int AskedInVain = 4;

    private readonly RecoveryGraph _graph;
    private readonly RecoveryOrder _order;
    private readonly int[] _missing;
    private readonly bool[] _over;
    private readonly Lane[] _lanes;
    private readonly Route[] _routes;
    private readonly KeySet _free = new();
    private readonly List<Route> _toAsk = [];
    private readonly List<Lane> _freed = [];

    // While it is decided who begins: kept, so that a thousand runs make no waste.
    private readonly PriorityQueue<(Route Route, Lane? Woken), long> _agenda = new();
    private readonly List<long> _beginning = [];
    private readonly List<int> _admitted = [];
    private readonly List<int> _foreseen = [];
    private readonly bool[] _here;
    private readonly long[] _key;

    // Of each step: how many that it waits for are under way, since when it is itself, how much later it may become, and who held it back last.
    private readonly int[] _underWayBefore;
    private readonly double[] _since;
    private readonly double[] _slack;
    private readonly (int By, int Lane)[] _heldBy;
    private int _count;

    /// <param name="missing">For how many others each step still waits; kept by the caller.</param>
    /// <param name="over">Which steps have begun or were skipped; kept by the caller.</param>
    public ReadySteps(RecoveryGraph graph, RecoveryOrder order, int[] missing, bool[] over)
    {
        (_graph, _order, _missing, _over) = (graph, order, missing, over);
        _lanes = [.. order.Lanes.Select(lane => new Lane(lane))];
        _routes = [.. order.Routes.Select(lanes => new Route(lanes))];
        _here = new bool[graph.Steps.Length];
        _key = [.. order.Keys];
        _underWayBefore = new int[graph.Steps.Length];
        _since = new double[graph.Steps.Length];
        _slack = new double[graph.Steps.Length];
        _heldBy = new (int, int)[graph.Steps.Length];
        Array.Fill(_heldBy, (-1, -1));
    }

    public bool IsEmpty => _count == 0;

    public bool Has(int step) => _here[step];

    /// <summary>What held the step back last: the step that went before it, -1 where none did, and the lane; null: nothing did.</summary>
    public (int By, string On)? HeldBy(int step) => _heldBy[step] is (var by, >= 0 and var lane) ? (by, _lanes[lane].Of.Name) : null;

    /// <summary>It is the step's turn.</summary>
    public void Come(int step)
    {
        if (_here[step])
        {
            return;
        }

        Unclaim(step);
        _here[step] = true;
        _count++;
        if (RouteOf(step) is not { } route)
        {
            _free.Add(_key[step]);
            return;
        }

        route.Waiting.Add(_key[step]);
        if (!(route.Held < _key[step]))
        {
            Ask(route);
        }
    }

    /// <summary>It is the step's turn no more, if it was.</summary>
    public void Leave(int step)
    {
        if (!_here[step])
        {
            return;
        }

        _here[step] = false;
        _count--;
        if (RouteOf(step) is { } route)
        {
            Ask(route); // Before it goes: what it claimed goes with it.
            route.Waiting.Remove(_key[step]);
        }
        else
        {
            _free.Remove(_key[step]);
        }
    }

    /// <summary>The step is under way.</summary>
    /// <param name="now">Seconds from the disaster.</param>
    public void Enter(int step, double now)
    {
        _since[step] = now;
        _slack[step] = _order.Latest[step] - now;
        foreach (var number in LanesOf(step))
        {
            var lane = _lanes[number];
            lane.Enter(_key[step], Takes(step, lane));
            if (!lane.Of.IsRoom && !lane.Fits(lane.Used))
            {
                for (var place = 0; place < Math.Min(lane.UnderWay.Count, MostSlowed) && lane.UnderWay[place] < _key[step]; place++)
                {
                    var slowed = StepOf(lane.UnderWay[place]);
                    _slack[slowed] -= Math.Min(_order.Seconds[step], _order.Seconds[slowed]);
                }
            }
        }

        foreach (var follower in _graph.Followers(_graph.Steps[step]))
        {
            _underWayBefore[follower]++;
        }
    }

    /// <summary>The step is under way no more.</summary>
    public void Exit(int step)
    {
        foreach (var number in LanesOf(step))
        {
            _lanes[number].Leave(_key[step], Takes(step, _lanes[number]));
            Free(_lanes[number]);
        }

        // Who is tried again stands behind those of its tier: what can't be done must not keep the others from being done.
        _key[step] += RecoveryOrder.BegunOnce;
        foreach (var follower in _graph.Followers(_graph.Steps[step]))
        {
            _underWayBefore[follower]--;
            Unclaim(follower);
        }
    }

    /// <summary>Where all that the step waits for is under way or done, what it needs is kept for it, if it would be late otherwise.</summary>
    /// <returns>Whether that is so from now on.</returns>
    public bool Expect(int step)
    {
        if (_missing[step] == 0 || _missing[step] != _underWayBefore[step] || _over[step])
        {
            return false;
        }

        var any = false;
        foreach (var number in LanesOf(step))
        {
            any |= _lanes[number].Claims.Add(_key[step]);
        }

        return any;
    }

    /// <param name="now">Seconds from the disaster.</param>
    /// <param name="isIdle">Whether nothing is under way: then someone begins, whatever else.</param>
    /// <returns>The steps that begin now, the most urgent first. Asked again before they have begun, it says the same.</returns>
    public IReadOnlyList<GraphStep> Beginning(double now, bool isIdle)
    {
        _beginning.Clear();
        for (var place = 0; place < _free.Count; place++)
        {
            _beginning.Add(_free[place]);
            Foresee(StepOf(_free[place]), now);
        }

        if (_toAsk.Count > 0 || _freed.Count > 0)
        {
            Decide(now);
        }

        Forget();

        if (_beginning.Count == 0 && isIdle && _count > 0)
        {
            _beginning.Add(_routes.Where(r => r.Waiting.Count > 0).Min(r => r.Waiting.Min));
        }

        if (_beginning.Count == 0)
        {
            return [];
        }

        _beginning.Sort();
        return _beginning.ConvertAll(key => _graph.Steps[StepOf(key)]);
    }

    private void Decide(double now)
    {
        foreach (var route in _toAsk)
        {
            if (route.Waiting.Count > 0)
            {
                _agenda.Enqueue((route, null), route.Waiting.Min);
            }
            else
            {
                route.IsToBeAsked = false;
            }
        }

        _toAsk.Clear();
        foreach (var lane in _freed)
        {
            (lane.IsFreed, lane.AskedInVain) = (false, 0);
            Wake(lane);
        }

        _freed.Clear();
        while (_agenda.TryDequeue(out var next, out _))
        {
            var (route, woken) = next;
            var key = route.Waiting[route.Admitted];
            var step = StepOf(key);
            Lane? stopped = null;
            route.IsToBeAsked = false;
            if (Obstacle(step, now) is { } obstacle)
            {
                _heldBy[step] = obstacle;
                stopped = _lanes[obstacle.Lane];
                Hold(route, key, stopped);
            }
            else if (HeldForNothing(step, now) is { } better)
            {
                Release(better, frees: false);
                better.IsToBeAsked = true;
                _agenda.Enqueue((better, null), better.Waiting.Min);
                _agenda.Enqueue((route, woken), key);
                continue;
            }
            else
            {
                Admit(route, step, now);
                if (route.Admitted < route.Waiting.Count)
                {
                    _agenda.Enqueue((route, null), route.Waiting[route.Admitted]);
                }
            }

            if (woken is { IsFull: false } && (stopped != woken || ++woken.AskedInVain < AskedInVain))
            {
                Wake(woken, stopped == woken ? key : null);
            }
        }
    }

    /// <summary>Where a more urgent step is held back on a lane that this one wants, and what held it back is over by now, if only because time went by. Null: none is.</summary>
    private Route? HeldForNothing(int step, double now)
    {
        foreach (var number in LanesOf(step))
        {
            var claims = _lanes[number].Claims;
            for (var place = 0; place < Math.Min(claims.Count, Looked) && claims[place] < _key[step]; place++)
            {
                var urgent = StepOf(claims[place]);
                if (_here[urgent] && RouteOf(urgent) is { Held: not null } route && route.Held == claims[place] && Obstacle(urgent, now) is null)
                {
                    return route;
                }
            }
        }

        return null;
    }

    /// <summary>Lets the step begin, for those who are asked after it.</summary>
    private void Admit(Route route, int step, double now)
    {
        route.Admitted++;
        _beginning.Add(_key[step]);
        _admitted.Add(step);
        foreach (var number in LanesOf(step))
        {
            _lanes[number].Enter(_key[step], Takes(step, _lanes[number]));
        }

        Foresee(step, now);
    }

    /// <summary>As if the step had begun: what comes after it counts for those who are asked after it.</summary>
    private void Foresee(int step, double now)
    {
        (_since[step], _slack[step]) = (now, _order.Latest[step] - now);
        foreach (var follower in _graph.Followers(_graph.Steps[step]))
        {
            _underWayBefore[follower]++;
            if (Expect(follower))
            {
                _foreseen.Add(follower);
            }
        }
    }

    /// <summary>Nothing has begun yet.</summary>
    private void Forget()
    {
        foreach (var step in _admitted)
        {
            foreach (var number in LanesOf(step))
            {
                _lanes[number].Leave(_key[step], Takes(step, _lanes[number]));
            }

            // Its route is asked again when it has begun, or if it does not.
            var route = RouteOf(step)!;
            route.Admitted = 0;
            Ask(route);
        }

        foreach (var follower in _foreseen)
        {
            foreach (var number in LanesOf(follower))
            {
                _lanes[number].Claims.Remove(_key[follower]);
            }
        }

        foreach (var begun in _beginning)
        {
            foreach (var follower in _graph.Followers(_graph.Steps[StepOf(begun)]))
            {
                _underWayBefore[follower]--;
            }
        }

        _admitted.Clear();
        _foreseen.Clear();
    }

    /// <summary>Has the most urgent that waits for the lane asked again.</summary>
    /// <param name="after">Only those that are less urgent; null: any.</param>
    private void Wake(Lane lane, long? after = null)
    {
        var place = after is { } key ? lane.Watchers.CountBelow(key + 1) : 0;
        if (place < lane.Watchers.Count)
        {
            var first = lane.Watchers[place];
            var route = RouteOf(StepOf(first))!;
            Release(route, frees: false);
            route.IsToBeAsked = true;
            _agenda.Enqueue((route, lane), first);
        }
    }

    /// <summary>What keeps the step from beginning now; null: nothing does.</summary>
    private (int By, int Lane)? Obstacle(int step, double now)
    {
        foreach (var number in _order.Routes[_order.RouteOf[step]])
        {
            var lane = _lanes[number];
            if (InUse(step, lane) is { } by)
            {
                return (by, number);
            }

            for (var place = 0; place < Math.Min(lane.Claims.Count, Looked) && lane.Claims[place] < _key[step]; place++)
            {
                if (Hinders(step, StepOf(lane.Claims[place]), lane, now))
                {
                    return (StepOf(lane.Claims[place]), number);
                }
            }
        }

        return null;
    }

    /// <summary>Who uses the lane so that the step can't begin, or had better not; null: no one.</summary>
    private int? InUse(int step, Lane lane)
    {
        var takes = Takes(step, lane);
        if (lane.Fits(lane.Used + takes))
        {
            return null;
        }

        var first = StepOf(lane.UnderWay.Min);
        if (lane.Of.IsRoom)
        {
            return first;
        }

        // What less urgent ones take is no reason to wait: they have to share.
        var left = lane.Of.Capacity - lane.Used;
        for (var place = lane.UnderWay.Count - 1; place >= 0 && lane.UnderWay[place] > _key[step]; place--)
        {
            left += Takes(StepOf(lane.UnderWay[place]), lane);
        }

        if (left >= takes * (1 - 1e-6))
        {
            return null;
        }

        if (left < WorthBeginning * Math.Min(takes, lane.Of.Capacity))
        {
            return first;
        }

        for (var place = 0; place < Math.Min(lane.UnderWay.Count, MostSlowed) && lane.UnderWay[place] < _key[step]; place++)
        {
            var slowed = StepOf(lane.UnderWay[place]);
            if (_slack[slowed] < Math.Min(_order.Seconds[step], _order.Seconds[slowed]))
            {
                return slowed;
            }
        }

        return null;
    }

    /// <summary>Whether a more urgent step, which is held back or comes next, would be late if this one began before it.</summary>
    private bool Hinders(int step, int urgent, Lane lane, double now)
    {
        var (takes, wants) = (Takes(step, lane), Takes(urgent, lane));
        if (lane.Fits(lane.Used + takes + wants - LeftBefore(urgent, lane)) || Begins(urgent, now) is not { } begins)
        {
            return false;
        }

        var ends = now + _order.Seconds[step];
        if (ends <= begins)
        {
            return false;
        }

        var delay = lane.Of.IsRoom ? ends - begins : Math.Min(_order.Seconds[step], _order.Seconds[urgent]);
        var (isLate, wouldBe) = (begins > _order.Latest[urgent], begins + delay > _order.Latest[urgent]);
        return wouldBe && (!isLate || _order.Tier[step] > _order.Tier[urgent]);
    }

    /// <summary>What those that the step waits for take of the lane, and leave to it.</summary>
    private double LeftBefore(int step, Lane lane)
    {
        var left = 0.0;
        foreach (var before in _graph.Predecessors(step))
        {
            left += lane.UnderWay.Contains(_key[before]) ? Takes(before, lane) : 0;
        }

        return left;
    }

    /// <summary>When, in seconds from the disaster, the step probably begins; null: what it waits for takes far longer than it should, and no one can tell.</summary>
    private double? Begins(int step, double now)
    {
        var begins = now;
        if (_here[step])
        {
            var watched = RouteOf(step)!.Watched;
            var frees = double.PositiveInfinity;
            for (var place = 0; place < Math.Min(watched?.UnderWay.Count ?? 0, Looked); place++)
            {
                var one = StepOf(watched!.UnderWay[place]);
                frees = Math.Min(frees, _since[one] + _order.Seconds[one]);
            }

            return double.IsInfinity(frees) ? now : Math.Max(now, frees);
        }

        foreach (var before in _graph.Predecessors(step))
        {
            if (_since[before] + (2 * _order.Seconds[before]) < now)
            {
                return null;
            }

            begins = Math.Max(begins, _since[before] + _order.Seconds[before]);
        }

        return begins;
    }

    private void Hold(Route route, long key, Lane at)
    {
        route.Held = key;
        route.Watched = at;
        at.Watchers.Add(key);
        foreach (var lane in route.Lanes)
        {
            _lanes[lane].Claims.Add(key);
        }
    }

    /// <summary>Who was held back on the route is so no more, until it is asked.</summary>
    /// <param name="frees">Whether others are asked because of it; not where it is asked itself at once.</param>
    private void Release(Route route, bool frees = true)
    {
        if (route.Held is not { } key)
        {
            return;
        }

        route.Watched!.Watchers.Remove(key);
        foreach (var lane in route.Lanes)
        {
            _lanes[lane].Claims.Remove(key);
            if (frees)
            {
                Free(_lanes[lane]);
            }
        }

        (route.Held, route.Watched) = (null, null);
    }

    private void Ask(Route route)
    {
        Release(route);
        if (!route.IsToBeAsked)
        {
            route.IsToBeAsked = true;
            _toAsk.Add(route);
        }
    }

    private void Unclaim(int step)
    {
        foreach (var number in LanesOf(step))
        {
            if (_lanes[number].Claims.Remove(_key[step]))
            {
                Free(_lanes[number]);
            }
        }
    }

    private void Free(Lane lane)
    {
        if (!lane.IsFreed && lane.Watchers.Count > 0)
        {
            lane.IsFreed = true;
            _freed.Add(lane);
        }
    }

    private double Takes(int step, Lane lane) => lane.Of.IsRoom ? 1 : Math.Min(_order.Rate[step], lane.Of.Capacity);

    private Route? RouteOf(int step) => _order.RouteOf[step] is >= 0 and var route ? _routes[route] : null;

    private int[] LanesOf(int step) => _order.RouteOf[step] is >= 0 and var route ? _order.Routes[route] : [];

    private int StepOf(long key) => _order.ByRank[(int)(key & uint.MaxValue)];

    /// <summary>Steps that take the same lanes: where the most urgent of them can't begin, no other can.</summary>
    private sealed class Route(int[] lanes)
    {
        public int[] Lanes { get; } = lanes;

        public KeySet Waiting { get; } = new();

        public bool IsToBeAsked { get; set; }

        /// <summary>While it is decided who begins: how many of those that wait do.</summary>
        public int Admitted { get; set; }

        /// <summary>The key of the first that waits, where it is held back; null: it is not, or was not asked.</summary>
        public long? Held { get; set; }

        /// <summary>The lane that holds it back.</summary>
        public Lane? Watched { get; set; }
    }
}
