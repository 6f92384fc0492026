using System.Collections.Immutable;

namespace Holdfast.Recovery.Runs;

/// <summary>Ways that data take and share: links, repositories and hosts of which the plan says how fast they are.</summary>
/// <param name="Names">As the plan calls them, such as <c>link office - colo</c>.</param>
/// <param name="Capacities">Of each, in bytes per second.</param>
/// <param name="Routes">The ways that are taken together, by their numbers.</param>
/// <param name="Of">The route that a step moves data on, and how many bytes per second it moves there when nothing else does; null: it moves none.</param>
public sealed record SharedWays(
    ImmutableArray<string> Names, ImmutableArray<double> Capacities, ImmutableArray<int[]> Routes, Func<GraphStep, (int Route, double Rate)?> Of)
{
    public static SharedWays None { get; } = new([], [], [], static _ => null);
}
