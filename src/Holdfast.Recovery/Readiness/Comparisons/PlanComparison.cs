using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Rules;

namespace Holdfast.Recovery.Readiness.Comparisons;

/// <summary>What a change of the plan does to recovery, by the same evidence: that of the plan before.</summary>
/// <param name="Scenarios">Those that either plan declares.</param>
public sealed record PlanComparison(ImmutableArray<ScenarioComparison> Scenarios, FindingComparison Findings)
{
    /// <summary>Whether a promise is kept less surely than before, or something is wrong that was not.</summary>
    public bool IsWorse => Findings.HasNewError || Systems.Any(s => s.System.IsWorse);

    /// <summary>Every system in every scenario.</summary>
    public IEnumerable<(ScenarioComparison Scenario, SystemComparison System)> Systems => Scenarios.SelectMany(s => s.Systems.Select(system => (s, system)));

    /// <param name="before">The plan as it was, with the evidence, which was gathered under it.</param>
    public static PlanComparison Of(
        Basis before,
        Plan after,
        IReadOnlyList<Finding> findingsBefore,
        IReadOnlyList<Finding> findingsAfter,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var basis = EvidenceChanges.Carried(before, after);
        return new(
            [
                .. ScenarioPair.Of(before.Plan, after).Select(pair => new ScenarioComparison(
                    (pair.After ?? pair.Before)!.Name,
                    pair.Before is not null,
                    pair.After is not null,
                    Pairs(Outcomes(before, pair.Before), Outcomes(basis, pair.After)))
                {
                    Formerly = pair.IsRenamed ? pair.Before!.Name : null,
                }),
            ],
            FindingComparison.Of(findingsBefore, findingsAfter));

        IReadOnlyDictionary<string, SystemOutcome> Outcomes(Basis of, Scenario? scenario) =>
            scenario is null ? ImmutableDictionary<string, SystemOutcome>.Empty : SystemOutcome.In(of, scenario, simulations: null, cancellationToken).ToDictionary();
    }

    private static ImmutableArray<SystemComparison> Pairs(IReadOnlyDictionary<string, SystemOutcome> before, IReadOnlyDictionary<string, SystemOutcome> after) =>
        [.. after.Keys.Union(before.Keys).Select(name => new SystemComparison(name, before.GetValueOrDefault(name), after.GetValueOrDefault(name)))];
}
