namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Systems that wait for each other: none of them could ever be recovered.</summary>
internal static class DependencyCycles
{
    // A longer cycle is shown in part; the message is for a person.
    private const int LongestShown = 12;

    /// <summary>Reports each cycle that it meets once. Cycles that share a system may show one after the other is mended.</summary>
    public static void Check(IReadOnlyDictionary<string, IReadOnlyList<(string Name, PlanNode Node)>> needs, ProblemLog log)
    {
        var stuck = Unrecoverable(needs);
        var visited = new HashSet<string>();
        foreach (var start in needs.Keys.Where(stuck.Contains))
        {
            // Every stuck system needs another stuck one, so following those ends where this or an earlier walk has been.
            var walk = new List<(string Name, PlanNode Node)>();
            var at = start;
            while (visited.Add(at))
            {
                var next = needs[at].First(n => stuck.Contains(n.Name));
                walk.Add((at, next.Node));
                at = next.Name;
            }

            var first = walk.FindIndex(step => step.Name == at);
            if (first >= 0)
            {
                Report(walk[first..], log);
            }
        }
    }

    private static void Report(List<(string Name, PlanNode Node)> cycle, ProblemLog log)
    {
        var names = cycle.Select(c => c.Name).ToList();
        var shown = names.Count <= LongestShown ? names : [.. names[..LongestShown], "..."];
        log.Add(ProblemId.DependencyCycle, cycle[0].Node,
            $"these systems need each other, so none could be recovered first: {string.Join(" -> ", [.. shown, names[0]])}",
            "decide which of them can start without the other, and remove it from that one's \"needs\".");
    }

    /// <summary>All but those that can be recovered one after the other: each when everything it needs is there.</summary>
    private static HashSet<string> Unrecoverable(IReadOnlyDictionary<string, IReadOnlyList<(string Name, PlanNode Node)>> needs)
    {
        var open = needs.ToDictionary(n => n.Key, n => n.Value.Count(v => needs.ContainsKey(v.Name)));
        var neededBy = needs.SelectMany(n => n.Value, (n, v) => (v.Name, By: n.Key)).ToLookup(n => n.Name, n => n.By);
        var ready = new Queue<string>(open.Where(o => o.Value == 0).Select(o => o.Key));
        var stuck = needs.Keys.ToHashSet();
        while (ready.TryDequeue(out var name))
        {
            stuck.Remove(name);
            foreach (var waiting in neededBy[name].Where(w => --open[w] == 0))
            {
                ready.Enqueue(waiting);
            }
        }

        return stuck;
    }
}
