using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Simulation;

/// <summary>What the steps of a run share: the ways that data take, as far as the plan says how fast they are, and people.</summary>
public sealed class Contention
{
    private readonly StepLoad[] _loads;

    private Contention(ImmutableArray<string> ways, ImmutableArray<double> capacities, ImmutableArray<int[]> routes, int people, StepLoad[] loads)
    {
        Ways = ways;
        Capacities = capacities;
        Routes = routes;
        People = people;
        _loads = loads;
    }

    /// <summary>What the plan calls each way.</summary>
    public ImmutableArray<string> Ways { get; }

    /// <summary>Of each way, in bytes per second.</summary>
    public ImmutableArray<double> Capacities { get; }

    /// <summary>The ways that are taken together, by their numbers.</summary>
    public ImmutableArray<int[]> Routes { get; }

    public int People { get; }

    public StepLoad Of(GraphStep step) => _loads[step.Index];

    /// <summary>The most that the narrowest way of the route lets through, in bytes per second.</summary>
    public double NarrowestOf(int route) => Routes[route].Min(way => Capacities[way]);

    /// <summary>What the scheduler of runs has to know of it.</summary>
    /// <param name="seconds">How long each step takes when nothing else wants what it uses, by its index.</param>
    public SharedWays WaysOf(double[] seconds) => new(
        Ways,
        Capacities,
        Routes,
        step => Of(step) is { Bytes: > 0, Route: { } route } load && seconds[step.Index] > 0 ? (route, load.Bytes / seconds[step.Index]) : null);

    /// <summary>Nothing is shared: every step takes as long as it takes alone.</summary>
    public static Contention None(RecoveryGraph graph) => new([], [], [], 0, [.. Enumerable.Repeat(StepLoad.None, graph.Steps.Length)]);

    /// <param name="source">Which repository a system is restored from; null: from none.</param>
    /// <param name="bytes">What a restore of it moves; 0 where no one knows.</param>
    public static Contention Of(
        PlanIndex index, RecoveryGraph graph, Loss loss, Func<ProtectedSystem, RepositoryPlace?> source, Func<ProtectedSystem, long> bytes)
    {
        var capacities = ImmutableArray.CreateBuilder<double>();
        var numbers = new Dictionary<string, int>();
        var routes = ImmutableArray.CreateBuilder<int[]>();
        var routeNumbers = new Dictionary<string, int>();
        var reach = new Reach(index, loss.Links.Contains);
        var lost = loss.People.Select(p => p.Name).ToHashSet();
        var people = new Dictionary<string, int>();
        var loads = graph.Steps.Select(step => step.Step.Action switch
        {
            RestoreAction when step.System.RecoversOn is { } host && source(step.System) is { } from =>
                new StepLoad(bytes(step.System), RouteOf(from, index.Host(host)), []),
            { Doer: { } doer } => new(0, null, StaffOf(doer)),
            _ => StepLoad.None,
        }).ToArray();
        return new([.. numbers.OrderBy(n => n.Value).Select(n => n.Key)], capacities.ToImmutable(), routes.ToImmutable(), people.Count, loads);

        // Whoever takes the same ways shares a route, from whatever repository to whatever host.
        int? RouteOf(RepositoryPlace from, Host to)
        {
            int[] ways = [.. WaysOf(from, to)];
            if (ways.Length == 0)
            {
                return null;
            }

            var name = string.Join(' ', ways);
            if (!routeNumbers.TryGetValue(name, out var number))
            {
                routeNumbers[name] = number = routes.Count;
                routes.Add(ways);
            }

            return number;
        }

        IEnumerable<int> WaysOf(RepositoryPlace from, Host to)
        {
            foreach (var link in reach.Way(from, to) ?? [])
            {
                yield return Way($"link {link.Name}", link.Bandwidth.BytesPerSecond);
            }

            if (from.Reads is { } reads)
            {
                yield return Way($"repository {from.Name}", reads.BytesPerSecond);
            }

            if (to.Restores is { } restores)
            {
                yield return Way($"host {to.Name}", restores.BytesPerSecond);
            }
        }

        int Way(string name, double capacity)
        {
            if (!numbers.TryGetValue(name, out var number))
            {
                numbers[name] = number = capacities.Count;
                capacities.Add(capacity);
            }

            return number;
        }

        // Everyone is no one in particular, and who is outside the plan does not say: neither is counted.
        int[] StaffOf(Party party) => party.Kind == PartyKind.Everyone
            ? []
            : [.. index.PeopleOfRoles.Meant(party).Where(p => !lost.Contains(p.Name)).Select(p => Person(p.Name))];

        int Person(string name)
        {
            people.TryAdd(name, people.Count);
            return people[name];
        }
    }
}
