using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Readiness.Changes;

/// <summary>What predictions are made from, as it would be after a change.</summary>
public static class ChangedBasis
{
    /// <param name="scenario">What is going to be predicted: a change that is of no use when that happens is left out. Null: none is.</param>
    /// <exception cref="ArgumentException">The plan has nothing of that name.</exception>
    public static Basis With(this Basis basis, Change change, Scenario? scenario = null)
    {
        ArgumentNullException.ThrowIfNull(basis);
        ArgumentNullException.ThrowIfNull(change);
        return scenario is null || change.CountsIn(basis.Plan, scenario) ? change.Apply(basis) : basis;
    }
}
