using System.Collections.Immutable;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Upkeep;

/// <summary>What upkeep has come to in a repository, for whoever only looks.</summary>
/// <param name="RemovedAt">When copies were last removed from it and their space was freed; null: none ever was from here.</param>
/// <param name="ReadSince">Every part of it was read back and found good at that time or later; null: some part never was.</param>
public sealed record UpkeepStanding(string Repository, DateTimeOffset? RemovedAt, DateTimeOffset? ReadSince)
{
    /// <summary>Of those that are open: what this machine remembers belongs to a repository, not to its place.</summary>
    public static ImmutableArray<UpkeepStanding> Of(IRunStore state, RepositorySet repositories, TimeProvider clock)
    {
        var memory = new UpkeepMemory(state);
        return [.. repositories.Open.Select(r => new UpkeepStanding(r.Key, memory.Of(r.Value.Id).At, new RollingReading(state, r.Key, r.Value, clock).WholeSince))];
    }
}
