using System.Collections.Immutable;

namespace Holdfast.Recovery.Readiness.Comparisons;

/// <summary>What one scenario does to the systems of two plans.</summary>
/// <param name="Scenario">Its name; where it was renamed, the new one.</param>
/// <param name="InBefore">Whether that plan declares it.</param>
/// <param name="InAfter">The same of the other.</param>
/// <param name="Systems">That it takes in one of them.</param>
public sealed record ScenarioComparison(string Scenario, bool InBefore, bool InAfter, ImmutableArray<SystemComparison> Systems)
{
    /// <summary>What it was called before, where it loses the same under another name now.</summary>
    public string? Formerly { get; init; }
}
