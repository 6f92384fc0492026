using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.People;

/// <summary>Something that others provide.</summary>
/// <param name="Contact">Who answers there; null: the plan does not say.</param>
/// <param name="Promised">How soon they promise to be back.</param>
/// <param name="NeededToRecover">Whether nothing of what needs it can be recovered without it.</param>
public sealed record ExternalService(
    string Name, string? Provider, string? Contact, string? Phone, ImmutableArray<FailureDomain> FailsWith, TimeSpan? Promised, bool NeededToRecover);
