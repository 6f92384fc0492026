using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Comparisons;

namespace Holdfast.Recovery.Readiness.Advising;

/// <summary>What a scenario does to a system that comes back.</summary>
/// <param name="Declared">Whether the plan names it; if not, it is the loss of a single thing.</param>
public sealed record Threat(Scenario Scenario, bool Declared, SystemOutcome Outcome)
{
    /// <summary>Predicted over target, by the P90 where there is one; what no one knows is just beyond it.</summary>
    public double Ratio => (Outcome.Rto.P90.Value ?? Outcome.Rto.P50.Value) / Outcome.TargetRto ?? Math.BitIncrement(1.0);
}
