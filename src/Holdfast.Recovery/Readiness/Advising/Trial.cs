using Holdfast.Recovery.Readiness.Comparisons;

namespace Holdfast.Recovery.Readiness.Advising;

/// <summary>What a scenario would do, as the plan is or with a change.</summary>
/// <param name="Systems">Those that it takes.</param>
/// <param name="Cost">Of the typical outage, in the plan's currency; null where no one knows how long it is.</param>
internal sealed record Trial(IReadOnlyDictionary<string, SystemOutcome> Systems, decimal? Cost);
