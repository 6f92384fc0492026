using System.Collections.Immutable;
using Holdfast.Execution.Repositories;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Evidence;

/// <summary>What predictions and answers are made from, as this machine remembers it and the repositories show it: the one place that puts it together.</summary>
public static class KnownBasis
{
    /// <param name="repositories">Null: no one looked, and every copy is taken to be there.</param>
    public static Basis Of(Plan plan, History history, RepositorySet? repositories, DateTimeOffset now) => new(plan, history, repositories?.Contents() ?? (static _ => true), now)
    {
        Lost = [.. (repositories?.Lost ?? []).Select(l => new LostPoint(l.System, l.Repository, l.Why))],
        Unseen = repositories is null
            ? ImmutableSortedDictionary<string, string>.Empty
            : repositories.Closed.AddRange(repositories.Unseen.Where(u => !repositories.Closed.ContainsKey(u.Key))),
    };

    /// <summary>The same, with what contradicts itself in what is told of each system's copies.</summary>
    /// <param name="epochs">Who was active when.</param>
    public static Basis Doubted(this Basis basis, RepositorySet repositories, EpochRecord epochs)
    {
        var points = new RecoveryPoints(repositories, basis.History.Copies, epochs, PointWish.None, notAfter: null, basis.Now, new(basis.Index, basis.History));
        return basis with
        {
            Doubts = basis.Plan.Systems.Where(s => s.Protection is not null)
                .Select(s => (s.Name, Said: points.Contradictions([s]).ToImmutableArray()))
                .Where(s => !s.Said.IsEmpty)
                .ToImmutableSortedDictionary(s => s.Name, s => s.Said, StringComparer.Ordinal),
        };
    }

    /// <summary>The same for a disaster at some moment, and for the points that an operator wishes.</summary>
    /// <param name="since">When the disaster begins; null: now.</param>
    public static Basis Of(Plan plan, History history, RepositorySet repositories, PointWish wish, DateTimeOffset? since, DateTimeOffset now)
    {
        var basis = Of(plan, history, repositories, since ?? now);
        return basis with { Exists = WishedCopies.Of(basis.Exists, history.Copies, wish, since) };
    }
}
