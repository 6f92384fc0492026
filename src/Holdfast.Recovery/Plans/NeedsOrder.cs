using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans;

/// <summary>An order in which systems can come back.</summary>
public static class NeedsOrder
{
    /// <summary>
    /// All systems, each after everything that it needs, else as the plan has them. Costs the number of systems and needs. The plan has
    /// no circle: the reader refuses one.
    /// </summary>
    public static IReadOnlyList<ProtectedSystem> Of(Plan plan) => Of(plan.Systems);

    /// <summary>These systems alone, each after everything among them that it needs.</summary>
    public static IReadOnlyList<ProtectedSystem> Of(ImmutableArray<ProtectedSystem> systems)
    {
        var byName = systems.ToDictionary(s => s.Name);
        var seen = new HashSet<string>();
        var ordered = new List<ProtectedSystem>(systems.Length);
        // Our own stack: a chain of needs may be as long as the plan, longer than the stack of a thread is deep.
        var open = new Stack<(ProtectedSystem System, int Next)>();
        foreach (var start in systems.Where(s => seen.Add(s.Name)))
        {
            open.Push((start, 0));
            while (open.TryPop(out var at))
            {
                var next = at.Next;
                while (next < at.System.Needs.Length && !(byName.ContainsKey(at.System.Needs[next]) && seen.Add(at.System.Needs[next])))
                {
                    next++;
                }

                if (next == at.System.Needs.Length)
                {
                    ordered.Add(at.System);
                }
                else
                {
                    open.Push((at.System, next + 1));
                    open.Push((byName[at.System.Needs[next]], 0));
                }
            }
        }

        return ordered;
    }
}
