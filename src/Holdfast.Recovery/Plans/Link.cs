using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans;

/// <summary>The way between two sites.</summary>
public sealed record Link(string From, string To, DataRate Bandwidth, TimeSpan? Latency, ImmutableArray<FailureDomain> FailsWith)
{
    /// <summary>As the plan writes it: <c>office - colo</c>.</summary>
    public string Name => $"{From} - {To}";

    public bool Joins(string site) => From == site || To == site;
}
