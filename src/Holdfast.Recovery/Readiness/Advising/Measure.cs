using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness.Changes;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Advising;

/// <summary>A change that was predicted and helps.</summary>
/// <param name="Effects">On every system that is too late in a scenario where it helps, the most minutes first.</param>
/// <param name="Savings">By declared scenario: what an outage would cost less, in the plan's currency.</param>
/// <param name="YearlySavings">The sum of them, each times its likelihood a year; null where no such scenario says how likely it is.</param>
public sealed record Measure(Change Change, ImmutableArray<MeasureEffect> Effects, ImmutableArray<Saving> Savings, decimal? YearlySavings)
{
    /// <summary>How many breaches it mends by itself.</summary>
    public int Mends => Effects.Count(e => e.Mends);

    /// <summary>On what its figures rest: the weakest of them.</summary>
    public Provenance From => Effects.Max(e => e.After.From);

    public decimal MostSaved => Savings.Select(s => s.Saved).DefaultIfEmpty().Max();
}

/// <param name="Before">Until the system operates, from the disaster: nine times in ten where that was worked out, else typically.</param>
/// <param name="Mends">Whether the RTO is kept after, and was not before.</param>
public sealed record MeasureEffect(string System, string Scenario, TimeSpan Rto, Figure Before, Figure After, bool Mends)
{
    public TimeSpan Bought => Before.Value!.Value - After.Value!.Value;
}

/// <param name="Saved">Of the typical outage.</param>
/// <param name="Likelihood">Null: the plan does not say.</param>
public sealed record Saving(string Scenario, decimal Saved, Likelihood? Likelihood);
