using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.People;

/// <summary>Someone of the plan.</summary>
/// <param name="Name">What the plan calls them.</param>
/// <param name="FullName">What they are called.</param>
public sealed record Person(string Name, string FullName, string? Email, string? Phone, string? Mobile, string? Address, string? Note)
{
    /// <summary>What makes them unreachable together with others: a flight, a household, a town without power.</summary>
    public ImmutableArray<FailureDomain> FailsWith { get; init; } = [];
}
