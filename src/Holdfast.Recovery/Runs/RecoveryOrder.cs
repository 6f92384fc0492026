using System.Collections.Immutable;

namespace Holdfast.Recovery.Runs;

/// <summary>
/// In which order a run's steps begin where they want the same: made once before a run, from what is expected of its steps, and the same
/// in a prediction, a drill and a failover. Who begins when is decided as the run goes, by <see cref="ReadySteps"/>.
/// </summary>
public sealed class RecoveryOrder
{
    private RecoveryOrder(RecoveryGraph graph, double[] seconds, SharedWays ways)
    {
        Seconds = seconds;
        Latest = LatestOf(graph, seconds);
        var first = graph.FirstSteps;
        var (tiers, ranks) = Urgencies.Of(graph, [.. first.Select(step => Latest[step])]);
        var systems = new string[ranks.Length];
        Tier = new int[seconds.Length];
        Rank = new int[seconds.Length];
        ByRank = new int[seconds.Length];
        for (var system = 0; system < ranks.Length; system++)
        {
            systems[ranks[system]] = graph.Systems[system].Name;
        }

        Systems = [.. systems];
        var place = 0;
        foreach (var system in Enumerable.Range(0, ranks.Length).OrderBy(s => ranks[s]))
        {
            for (var step = first[system]; step < first[system] + graph.Systems[system].Recover.Length; step++)
            {
                (Tier[step], Rank[step], ByRank[place]) = (tiers[system], place, step);
                place++;
            }
        }

        Keys = [.. Rank.Select((rank, step) => ((long)Tier[step] << (PlaceBits + BegunBits)) | (uint)rank)];
        (Lanes, Routes, RouteOf, Rate) = LanesOf(graph, ways);
    }

    /// <summary>Of a key, the bits of the step's place; above them how often it began, above those its tier.</summary>
    private const int PlaceBits = 32, BegunBits = 16;

    /// <summary>What a step's key grows by each time that it ends.</summary>
    internal const long BegunOnce = 1L << PlaceBits;

    /// <summary>Names of the systems, the most urgent first.</summary>
    public ImmutableArray<string> Systems { get; }

    /// <summary>Of each step, how critical it is, 0 the most.</summary>
    internal int[] Tier { get; }

    /// <summary>Of each step its place among all, all steps of a system before those of a less urgent one.</summary>
    internal int[] Rank { get; }

    /// <summary>Of each step a number that is the less the more urgent it is: its tier, then how often it began, then its place.</summary>
    internal long[] Keys { get; }

    /// <summary>Which step has that place.</summary>
    internal int[] ByRank { get; }

    /// <summary>How long each step takes, as far as is known; 0 where it is not.</summary>
    internal double[] Seconds { get; }

    /// <summary>When each step has to begin so that its system, and all that need it, are back within their RTO: seconds from the disaster.</summary>
    internal double[] Latest { get; }

    /// <summary>What steps share: ways of data, and hosts that carry out only so many at once.</summary>
    internal ImmutableArray<SharedLane> Lanes { get; }

    /// <summary>Lanes that are taken together.</summary>
    internal ImmutableArray<int[]> Routes { get; }

    /// <summary>The number of the lanes that each step takes; -1: none.</summary>
    internal int[] RouteOf { get; }

    /// <summary>What each step takes of a way of data when nothing else does, in bytes per second.</summary>
    internal double[] Rate { get; }

    /// <summary>By the plan alone: with the durations that it declares.</summary>
    public static RecoveryOrder Of(RecoveryGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new(graph, [.. graph.Steps.Select(s => s.Step.DeclaredDuration?.TotalSeconds ?? 0)], SharedWays.None);
    }

    /// <param name="seconds">What is expected of each step when nothing else wants what it uses; 0 where no one knows.</param>
    public static RecoveryOrder Of(RecoveryGraph graph, double[] seconds, SharedWays ways)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(ways);
        return new(graph, seconds, ways);
    }

    private static double[] LatestOf(RecoveryGraph graph, double[] seconds)
    {
        var latest = new double[seconds.Length];
        for (var step = seconds.Length - 1; step >= 0; step--)
        {
            var of = graph.Steps[step];
            var end = step + 1 == seconds.Length || !ReferenceEquals(graph.Steps[step + 1].System, of.System) ? of.System.Rto.Value.TotalSeconds : double.PositiveInfinity;
            foreach (var follower in graph.Followers(of))
            {
                end = Math.Min(end, latest[follower]); // What waits for a step stands behind it in the graph.
            }

            latest[step] = end - seconds[step];
        }

        return latest;
    }

    private static (ImmutableArray<SharedLane> Lanes, ImmutableArray<int[]> Routes, int[] RouteOf, double[] Rate) LanesOf(RecoveryGraph graph, SharedWays ways)
    {
        var places = graph.Places;
        ImmutableArray<SharedLane> lanes =
        [
            .. places.Room.Select((room, place) => new SharedLane(places.Names[place], room, IsRoom: true)),
            .. ways.Names.Zip(ways.Capacities, (name, capacity) => new SharedLane(name, capacity, IsRoom: false)),
        ];
        var (rooms, numbers, routes) = (places.Room.Length, new Dictionary<(int, int), int>(), ImmutableArray.CreateBuilder<int[]>());
        var (routeOf, rate) = (new int[graph.Steps.Length], new double[graph.Steps.Length]);
        foreach (var step in graph.Steps)
        {
            var (place, way) = (places.Of(step.Index), ways.Of(step));
            if (place < 0 && way is null)
            {
                routeOf[step.Index] = -1;
                continue;
            }

            rate[step.Index] = way?.Rate ?? 0;
            var pair = (place, way?.Route ?? -1);
            if (!numbers.TryGetValue(pair, out var number))
            {
                numbers[pair] = number = routes.Count;
                routes.Add([.. place < 0 ? [] : (int[])[place], .. way is { } taken ? ways.Routes[taken.Route].Select(w => rooms + w) : []]);
            }

            routeOf[step.Index] = number;
        }

        return (lanes, routes.ToImmutable(), routeOf, rate);
    }
}

/// <summary>Something that steps share.</summary>
/// <param name="Name">As the plan calls it: <c>link office - colo</c>, <c>host dr</c>.</param>
/// <param name="Capacity">Bytes per second; of a room, how many steps at once.</param>
/// <param name="IsRoom">Whether no more than the capacity fits; what is too much for a way of data is slowed down.</param>
internal readonly record struct SharedLane(string Name, double Capacity, bool IsRoom);
