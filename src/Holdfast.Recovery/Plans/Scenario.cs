using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans;

/// <summary>What is lost together.</summary>
/// <param name="Loses">Failure domains, with everything that is lost with them.</param>
public sealed record Scenario(string Name, ImmutableArray<FailureDomain> Loses)
{
    /// <summary>Single things that are lost by themselves.</summary>
    public ImmutableArray<PlanThing> Things { get; init; } = [];

    /// <summary>Until what was lost is back by itself; null: it may never be.</summary>
    public TimeSpan? Lasts { get; init; }

    public Likelihood? Likelihood { get; init; }
}

/// <summary>A thing of the plan by its kind and its name, such as <c>host srv1</c>.</summary>
public readonly record struct PlanThing(ThingKind Kind, string Name)
{
    public override string ToString() => $"{Words.Of(Kind)} {Name}";
}

/// <remarks>The data of a system are lost without its host: deleted, encrypted, overwritten. A standby goes with them; copies do not.</remarks>
public enum ThingKind { Host, Site, Repository, Person, Service, Link, Data }
