using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans;

/// <summary>Something the business does, the systems it needs, and what its absence costs.</summary>
/// <param name="Rto">Null: as soon as the systems that it needs.</param>
/// <param name="Mtpd">Maximum tolerable period of disruption.</param>
/// <param name="CostPerHour">Cost of downtime, in the plan's currency.</param>
public sealed record BusinessProcess(
    string Name, ImmutableArray<string> Needs, TimeSpan? Rto, TimeSpan? Mtpd, string? Workaround, decimal CostPerHour);
