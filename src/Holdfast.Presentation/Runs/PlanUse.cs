using System.Collections.Immutable;
using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Runs;

/// <summary>What of a plan a command is going to use.</summary>
public sealed record PlanUse
{
    /// <summary>Those that are opened from this machine.</summary>
    public ImmutableArray<RepositoryPlace> Repositories { get; init; } = [];

    /// <summary>Those that are reached.</summary>
    public ImmutableArray<Host> Hosts { get; init; } = [];

    /// <summary>Of which copies are taken.</summary>
    public ImmutableArray<ProtectedSystem> Copied { get; init; } = [];

    /// <summary>Of which copies that are not kept are removed.</summary>
    public ImmutableArray<ProtectedSystem> Thinned { get; init; } = [];

    /// <summary>Whether people are told.</summary>
    public bool Alerts { get; init; }
}
