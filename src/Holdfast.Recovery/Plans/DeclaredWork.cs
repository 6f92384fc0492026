namespace Holdfast.Recovery.Plans;

/// <summary>How long the steps of recoveries take by the plan's own word.</summary>
public static class DeclaredWork
{
    /// <returns>
    /// Of every system, by name: its steps that say how long they take, after those of whatever it needs and takes longest. Waits count;
    /// an approval does not, which only says how long it may take. So this is the least that is to be expected, not the most.
    /// </returns>
    public static IReadOnlyDictionary<string, TimeSpan> Of(Plan plan)
    {
        var until = new Dictionary<string, TimeSpan>(plan.Systems.Length);
        foreach (var system in NeedsOrder.Of(plan))
        {
            var before = system.Needs.Select(need => until[need]).DefaultIfEmpty().Max();
            until[system.Name] = system.Recover
                .Select(step => step.Takes ?? (step.Action as WaitAction)?.For ?? TimeSpan.Zero)
                .Aggregate(before, (sum, takes) => sum + takes);
        }

        return until;
    }
}
