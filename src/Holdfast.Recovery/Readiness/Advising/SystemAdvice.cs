using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Comparisons;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Advising;

/// <summary>What there is to say of one system.</summary>
/// <param name="Schedule">Null: nothing of it is protected.</param>
/// <param name="Copies">Null: it holds no data and is never lost for good.</param>
/// <param name="Worst">The scenario that keeps it down longest; null: nothing takes it, or all that does takes it for good.</param>
/// <param name="Growth">Null: the plan says of no growth, or no one knows how large it is.</param>
/// <param name="Unmeasured">Steps of it that were never measured.</param>
/// <param name="Drill">The declared scenario whose drill would measure them; null: none takes the system.</param>
public sealed record SystemAdvice(
    ProtectedSystem System,
    ScheduleAdvice? Schedule,
    CopyAdvice? Copies,
    Threat? Worst,
    GrowthAdvice? Growth,
    ImmutableArray<StepName> Unmeasured,
    string? Drill)
{
    public Standing Rto => Copies is { Fatal.IsEmpty: false } ? Standing.Never : Worst?.Outcome.RtoStanding ?? Standing.Kept;

    /// <summary>Whether a target is missed, by what is known or because no one knows.</summary>
    public bool IsGood => Rto == Standing.Kept && (System.HoldsNothing || Schedule is { IsKept: true, Verifying.Value: not null });

    /// <summary>Whether nothing of it rests on anybody's word.</summary>
    public bool IsMeasured => Unmeasured.IsEmpty && Worst?.Outcome.Rto.P50.From is null or Provenance.Measured or Provenance.Extrapolated;
}
