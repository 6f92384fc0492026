using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Runs;

/// <summary>
/// What a run has to do: the steps of the systems it brings back, and which waits for which. Made from a plan; the same for a
/// prediction, a drill and a failover.
/// </summary>
public sealed class RecoveryGraph
{
    private readonly Dictionary<StepName, GraphStep> _steps;
    private readonly ImmutableArray<int>[] _followers;
    private readonly ImmutableArray<int>[] _predecessors;

    private RecoveryGraph(Plan plan, ImmutableArray<ProtectedSystem> systems, ImmutableArray<GraphStep> steps)
    {
        Plan = plan;
        Systems = systems;
        Steps = steps;
        _steps = steps.ToDictionary(s => s.Name);
        _predecessors = [.. steps.Select(s => s.After.Select(a => _steps[a].Index).ToImmutableArray())];
        var followers = steps.SelectMany(s => _predecessors[s.Index].Select(a => (Index: a, Follower: s.Index))).ToLookup(p => p.Index, p => p.Follower);
        _followers = [.. steps.Select(s => followers[s.Index].ToImmutableArray())];
        FirstSteps = [.. steps.Where(s => s.Index == 0 || !ReferenceEquals(steps[s.Index - 1].System, s.System)).Select(s => s.Index)];
        Places = new(plan, steps);
    }

    public Plan Plan { get; }

    /// <summary>The systems to bring back, those that others need first.</summary>
    public ImmutableArray<ProtectedSystem> Systems { get; }

    public ImmutableArray<GraphStep> Steps { get; }

    /// <summary>
    /// The steps of the named systems. The first step of a system waits for the last step of each system that it needs, where that
    /// is brought back too; what is not among <paramref name="systems"/> is taken to operate already. A system that the plan has no
    /// steps for can't be brought back, which <see cref="Loss.Unrecoverable"/> tells, and is left out.
    /// </summary>
    public static RecoveryGraph Of(Plan plan, IReadOnlyCollection<string> systems)
    {
        var named = systems.ToHashSet();
        return Of(plan, plan.Systems.Where(s => named.Contains(s.Name)));
    }

    /// <summary>What brings back all of the loss that can be brought back.</summary>
    public static RecoveryGraph Of(Plan plan, Loss loss) => Of(plan, loss.Recoverable);

    private static RecoveryGraph Of(Plan plan, IEnumerable<ProtectedSystem> inOrderOfPlan)
    {
        var wanted = InOrderOfNeed([.. inOrderOfPlan.Where(s => !s.Recover.IsEmpty)]);
        var index = 0;
        var gates = wanted.ToDictionary(s => s.Name, LastStepOf);
        var steps = wanted.SelectMany(system => system.Recover.Select((step, i) => new GraphStep(
            index++,
            new(system.Name, step.Name),
            system,
            step,
            i > 0
                ? [new(system.Name, system.Recover[i - 1].Name)]
                : [.. system.Needs.Where(gates.ContainsKey).Select(need => gates[need])])));
        return new(plan, wanted, [.. steps]);
    }

    public GraphStep this[StepName name] => _steps[name];

    public bool TryFind(StepName name, [NotNullWhen(true)] out GraphStep? step) => _steps.TryGetValue(name, out step);

    /// <summary>The indices of the steps that wait for this one.</summary>
    internal ImmutableArray<int> Followers(GraphStep step) => _followers[step.Index];

    /// <summary>The indices of the steps that it waits for.</summary>
    internal ImmutableArray<int> Predecessors(int step) => _predecessors[step];

    /// <summary>The index of each system's first step, in the order of the systems.</summary>
    internal ImmutableArray<int> FirstSteps { get; }

    /// <summary>Where steps are carried out, and how many at once.</summary>
    internal StepPlaces Places { get; }

    /// <summary>The step whose success means that the system operates again.</summary>
    public static StepName LastStepOf(ProtectedSystem system) => new(system.Name, system.Recover[^1].Name);

    private static ImmutableArray<ProtectedSystem> InOrderOfNeed(ImmutableArray<ProtectedSystem> systems)
    {
        // Iterative, since a chain of needs may be as long as the plan.
        var byName = systems.ToDictionary(s => s.Name);
        var ordered = ImmutableArray.CreateBuilder<ProtectedSystem>(byName.Count);
        var missing = systems.ToDictionary(s => s.Name, s => s.Needs.Count(byName.ContainsKey));
        var followers = systems.SelectMany(s => s.Needs.Select(n => (n, s))).ToLookup(p => p.n, p => p.s);
        var free = new Queue<ProtectedSystem>(systems.Where(s => missing[s.Name] == 0));
        while (free.TryDequeue(out var system))
        {
            ordered.Add(system);
            foreach (var follower in followers[system.Name])
            {
                if (--missing[follower.Name] == 0)
                {
                    free.Enqueue(follower);
                }
            }
        }

        return ordered.Count == byName.Count
            ? ordered.ToImmutable()
            : throw new InvalidOperationException("The plan has a cycle of needs, which reading it refuses.");
    }
}

/// <summary>One step, with its place in the graph.</summary>
/// <param name="Index">Its place in <see cref="RecoveryGraph.Steps"/>.</param>
public sealed record GraphStep(int Index, StepName Name, ProtectedSystem System, RecoveryStep Step, ImmutableArray<StepName> After);
