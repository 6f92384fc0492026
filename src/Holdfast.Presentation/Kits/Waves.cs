using System.Collections.Immutable;
using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Kits;

/// <summary>Which systems come back side by side, and after which: each wave needs only what the waves before it brought back.</summary>
public static class Waves
{
    public static ImmutableArray<ImmutableArray<ProtectedSystem>> Of(Plan plan, Loss loss)
    {
        var coming = loss.Recoverable.Select(s => s.Name).ToHashSet();
        var wave = new Dictionary<string, int>();
        foreach (var system in NeedsOrder.Of(plan).Where(s => coming.Contains(s.Name)))
        {
            wave[system.Name] = system.Needs.Where(wave.ContainsKey).Select(need => wave[need] + 1).DefaultIfEmpty(0).Max();
        }

        return [.. wave.GroupBy(w => w.Value).OrderBy(g => g.Key).Select(g => g.Select(w => plan.SystemNamed(w.Key)).ToImmutableArray())];
    }
}
