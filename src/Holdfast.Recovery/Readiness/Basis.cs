using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Changes;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness;

/// <summary>All that a prediction is made from: a plan and what is known.</summary>
/// <param name="Exists">Whether a copy is still in its repository.</param>
public sealed record Basis(Plan Plan, History History, Func<ProtectionRecord, bool> Exists, DateTimeOffset Now)
{
    /// <summary>As it would be after the change.</summary>
    /// <param name="scenario">What is going to be predicted: a change that is of no use when that happens is left out. Null: none is.</param>
    /// <exception cref="ArgumentException">The plan has nothing of that name.</exception>
    public Basis With(Change change, Scenario? scenario = null)
    {
        ArgumentNullException.ThrowIfNull(change);
        return scenario is null || change.CountsIn(Plan, scenario) ? change.Apply(this) : this;
    }

    public Forecast Forecast() => new(new PlanIndex(Plan), History, Exists, Now);

    /// <summary>Of everything that the scenario takes and the plan can bring back.</summary>
    /// <param name="simulations">1: only the typical run, without a P90.</param>
    public (Loss Loss, Prediction Prediction) Predict(
        Scenario scenario, int simulations = Readiness.Forecast.Enough, CancellationToken cancellationToken = default)
    {
        var loss = Loss.Of(Plan, scenario);
        var graph = RecoveryGraph.Of(Plan, [.. loss.Recoverable.Select(s => s.Name)]);
        return (loss, Forecast().Of(loss, graph, simulations, cancellationToken));
    }
}
