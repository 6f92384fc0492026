using Holdfast.Recovery.Plans.Sections;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>What readers know: each thing of the language with its keys.</summary>
internal static class KeysOfThings
{
    public static SortedDictionary<string, string[]> All { get; } = new(PlanSchema.Keys.ToDictionary(thing => thing.Key, thing => thing.Value.ToArray()), StringComparer.Ordinal);
}
