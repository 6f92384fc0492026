using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans;

/// <summary>What is lost together.</summary>
public sealed record Scenario(string Name, ImmutableArray<FailureDomain> Loses);
