using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Runs;

/// <summary>
/// How urgent the systems of a graph are, the same for whoever asks: the tier first, that of what needs it where that is higher; then who has to begin
/// first to be back within its RTO, with all that needs it; then the plan's order.
/// </summary>
internal static class Urgencies
{
    /// <param name="graph">Its systems come after what they need.</param>
    /// <param name="latest">When the first step of each system has to begin, by the system's place in the graph.</param>
    /// <returns>For each system its tier, 0 the most critical, and its place among all, 0 the most urgent.</returns>
    public static (int[] Tiers, int[] Ranks) Of(RecoveryGraph graph, double[] latest)
    {
        var tiers = TiersOf(graph);
        var ranks = new int[tiers.Length];
        foreach (var (rank, system) in Enumerable.Range(0, tiers.Length).OrderBy(s => tiers[s]).ThenBy(s => latest[s]).ThenBy(s => s).Index())
        {
            ranks[system] = rank;
        }

        return (tiers, ranks);
    }

    private static int[] TiersOf(RecoveryGraph graph)
    {
        Tier[] tiers = [.. graph.Plan.Tiers.OrderBy(t => t.Rto)];
        var byName = tiers.Index().ToDictionary(t => t.Item.Name, t => t.Index);
        var places = graph.Systems.Index().ToDictionary(s => s.Item.Name, s => s.Index);
        var own = graph.Systems.Select(TierOf).ToArray();
        for (var system = own.Length - 1; system >= 0; system--)
        {
            foreach (var need in graph.Systems[system].Needs)
            {
                if (places.TryGetValue(need, out var needed))
                {
                    own[needed] = Math.Min(own[needed], own[system]);
                }
            }
        }

        return own;

        // One without a tier is as critical as the tier that promises no more than its own RTO does.
        int TierOf(ProtectedSystem system) => system.Tier is { } name && byName.TryGetValue(name, out var tier) ? tier
            : Array.FindIndex(tiers, t => t.Rto >= system.Rto.Value) is >= 0 and var first ? first
            : tiers.Length;
    }
}
