using System.Collections.Immutable;

namespace Holdfast.Presentation.Metrics;

/// <summary>One metric, a gauge, with one series for each set of its labels.</summary>
/// <param name="Name">With its base unit at the end, where it has one.</param>
/// <param name="Help">One line, without a full stop.</param>
/// <param name="Labels">Beside the organization, in their order.</param>
public sealed record MetricFamily(string Name, string Help, params ImmutableArray<string> Labels);
