using System.Reflection;
using Holdfast.Recovery.Plans.Sections;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>What readers know: each thing of the language with its keys.</summary>
internal static class KeysOfThings
{
    public static SortedDictionary<string, string[]> All { get; } = new(
        typeof(PlanKeys).GetFields(BindingFlags.Public | BindingFlags.Static).ToDictionary(f => Named(f.Name), f => KeysOf(f.GetValue(null)!)),
        StringComparer.Ordinal);

    private static string Named(string field) => char.ToLowerInvariant(field[0]) + field[1..];

    private static string[] KeysOf(object value) => value switch
    {
        string[] keys => keys,
        (string Kind, string[] Others)[] kinds => [.. kinds.SelectMany(k => (string[])[k.Kind, .. k.Others]).Distinct()],
        _ => throw new InvalidOperationException($"Nobody decided how the keys of {value} are read."),
    };
}
