using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans;

/// <summary>A place, and the failure domains it is lost with.</summary>
public sealed record Site(string Name, ImmutableArray<FailureDomain> FailsWith, string? Address = null);
