using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Comparisons;

namespace Holdfast.Recovery.Readiness.Advising;

/// <summary>A scenario predicted for the sake of advice.</summary>
internal static class QuickPrediction
{
    private const int Patience = 60_000;
    private const int Fewest = 50;

    /// <returns>Null where the scenario does not take the system or takes it for good.</returns>
    public static SystemOutcome? Of(Basis basis, Scenario scenario, string system, CancellationToken cancellationToken) =>
        SystemOutcome.In(basis, scenario, RunsFor(basis.Plan, scenario), cancellationToken)
            .Where(o => o.Key == system && o.Value.Unrecoverable is null).Select(o => o.Value).FirstOrDefault();

    /// <summary>Of a declared scenario fewer than of a prediction where the plan is large, for many are walked; of a single loss only the typical run.</summary>
    public static int RunsFor(Plan plan, Scenario scenario)
    {
        var runs = plan.Scenarios.Contains(scenario) ? Patience / Math.Max(1, plan.Systems.Sum(s => s.Recover.Length)) : 1;
        return runs < Fewest ? 1 : Math.Min(runs, Forecast.Enough);
    }
}
