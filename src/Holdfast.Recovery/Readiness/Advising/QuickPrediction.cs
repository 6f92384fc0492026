using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Comparisons;

namespace Holdfast.Recovery.Readiness.Advising;

/// <summary>A scenario predicted for the sake of advice.</summary>
internal static class QuickPrediction
{
    /// <summary>Less than elsewhere, for many are made.</summary>
    private const int Patience = 60_000;

    /// <returns>Null where the scenario does not take the system or takes it for good.</returns>
    public static SystemOutcome? Of(Basis basis, Scenario scenario, string system, CancellationToken cancellationToken) =>
        SystemOutcome.In(basis, scenario, RunsFor(basis.Plan, scenario), cancellationToken)
            .Where(o => o.Key == system && o.Value.Unrecoverable is null).Select(o => o.Value).FirstOrDefault();

    /// <summary>Of a declared scenario as many as it takes a moment to walk; of a single loss only the typical run.</summary>
    public static int RunsFor(Plan plan, Scenario scenario) =>
        plan.Scenarios.Contains(scenario) ? Forecast.RunsFor(plan.Systems.Sum(s => s.Recover.Length), Patience) : 1;
}
