using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Changes;
using Holdfast.Recovery.Readiness.Comparisons;

namespace Holdfast.Recovery.Readiness.Advising;

/// <summary>Predictions for the sake of advice: each change in each scenario is predicted once, however many systems ask for it.</summary>
internal sealed class Trials(Basis basis, CancellationToken cancellationToken)
{
    /// <summary>So many steps are simulated for one trial: less than elsewhere, for many are made.</summary>
    private const int Patience = 60_000;

    private readonly Dictionary<(Change? Change, Scenario Scenario, bool IsTypical), Trial> _made = [];

    // A change is tried in one scenario after the other: its plan is worked out once for all of them, and kept no longer.
    private (Change? Change, Basis Basis) _changed = (null, basis);

    public Basis Basis => basis;

    /// <summary>Of a declared scenario with as many runs as it takes a moment to walk; of a single loss as it typically goes.</summary>
    /// <param name="change">Null: nothing is changed.</param>
    public Trial Of(Change? change, Scenario scenario) => Make(change, scenario, isTypical: false);

    /// <summary>Only as it typically goes, which costs a hundredth.</summary>
    /// <inheritdoc cref="Of"/>
    public Trial Typical(Change? change, Scenario scenario) => Make(change, scenario, isTypical: true);

    private Trial Make(Change? change, Scenario scenario, bool isTypical)
    {
        var runs = isTypical || !basis.Plan.Scenarios.Contains(scenario) ? 1 : Forecast.RunsFor(basis.Plan.Systems.Sum(s => s.Recover.Length), Patience);
        var key = (change, scenario, IsTypical: runs == 1);
        if (!_made.TryGetValue(key, out var trial))
        {
            var changed = ChangedBy(change is null || change.CountsIn(basis.Plan, scenario) ? change : null);
            var (loss, prediction) = changed.Predict(scenario, runs, cancellationToken);
            _made[key] = trial = new(
                SystemOutcome.In(changed, loss, prediction).ToDictionary(),
                prediction.Processes.Aggregate((decimal?)0, (sum, p) => sum + (p.Never is null ? p.Cost : p.Process.CostOf(Breach.Never))));
        }

        return trial;
    }

    private Basis ChangedBy(Change? change)
    {
        if (change is null)
        {
            return basis;
        }

        if (_changed.Change != change)
        {
            _changed = (change, basis.With(change));
        }

        return _changed.Basis;
    }
}
