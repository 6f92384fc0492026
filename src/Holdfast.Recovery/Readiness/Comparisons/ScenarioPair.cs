using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Readiness.Comparisons;

/// <summary>A scenario in two plans: of the same name, or renamed and losing the same. A new name must not hide what became worse.</summary>
internal readonly record struct ScenarioPair(Scenario? Before, Scenario? After)
{
    public bool IsRenamed => Before is { } before && After is { } after && before.Name != after.Name;

    /// <returns>Those that only one plan has, too; in the order of the plan after, then of the one before.</returns>
    public static IEnumerable<ScenarioPair> Of(Plan before, Plan after)
    {
        var byName = after.Scenarios.ToDictionary(s => s.Name);
        var left = before.Scenarios.Where(s => !byName.ContainsKey(s.Name)).ToList();
        foreach (var now in after.Scenarios)
        {
            var was = before.Scenarios.FirstOrDefault(s => s.Name == now.Name) ?? left.FirstOrDefault(s => LosesTheSame(s, now));
            if (was is not null)
            {
                left.Remove(was);
            }

            yield return new(was, now);
        }

        foreach (var gone in left)
        {
            yield return new(gone, null);
        }
    }

    private static bool LosesTheSame(Scenario one, Scenario other) =>
        one.Loses.ToHashSet().SetEquals(other.Loses) && one.Things.ToHashSet().SetEquals(other.Things);
}
