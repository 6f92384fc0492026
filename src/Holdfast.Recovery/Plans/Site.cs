using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans;

/// <summary>A place, and the failure domains it is lost with.</summary>
public sealed record Site(string Name, ImmutableArray<FailureDomain> FailsWith, string? Address = null);
