namespace Holdfast.Recovery.Plans;

/// <summary>When a system is promised to be of use again: it and all that it needs operate, and people have done their part.</summary>
/// <param name="After">The disaster. An RTO counts from there, so those of a chain of needs do not add up: the longest holds.</param>
/// <param name="Slowest">The system that takes so long; the promising one itself, or one that it needs over whatever chain.</param>
public sealed record PromisedReturn(TimeSpan After, ProtectedSystem Slowest)
{
    /// <returns>Of every system, by name. Costs the number of systems and needs.</returns>
    public static IReadOnlyDictionary<string, PromisedReturn> Of(Plan plan)
    {
        var promised = new Dictionary<string, PromisedReturn>(plan.Systems.Length);
        foreach (var system in NeedsOrder.Of(plan))
        {
            var own = new PromisedReturn(system.Rto.Value + (system.WorkRecovery?.Value ?? TimeSpan.Zero), system);
            promised[system.Name] = system.Needs.Select(need => promised[need]).Aggregate(own, (a, b) => b.After > a.After ? b : a);
        }

        return promised;
    }
}
