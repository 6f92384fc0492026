using System.Collections.Immutable;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories;

/// <summary>What a repository that answered has of a system, by what it is worth.</summary>
/// <param name="Newest">The moment that the newest copy shows, whether it counts or not; null: there is none.</param>
/// <param name="Counts">Of each state, how many.</param>
public sealed record HeldCopies(string System, string Repository, DateTimeOffset? Newest, ImmutableSortedDictionary<CopyState, int> Counts)
{
    /// <param name="now">What is dated later than that is not the newest.</param>
    public static ImmutableArray<HeldCopies> Of(Plan plan, RepositorySet repositories, History history, DateTimeOffset now)
    {
        var held = ImmutableArray.CreateBuilder<HeldCopies>();
        foreach (var place in plan.Repositories.Where(r => !repositories.Closed.ContainsKey(r.Name)))
        {
            var there = repositories.SnapshotsIn(place.Name).ToLookup(s => Tags.SystemOf(s.Tags));
            foreach (var system in plan.Systems.Where(s => s.Protection?.To.Contains(place.Name) == true))
            {
                var records = history.CopiesOf(system.Name).Where(c => c.Repository == place.Name && c.Snapshot is not null).GroupBy(c => c.Snapshot!).ToDictionary(c => c.Key, c => c.Last());
                var counts = there[system.Name].CountBy(s => StateOf(repositories, place.Name, s, records.GetValueOrDefault(s.Id.ToString()))).ToDictionary();
                held.Add(new(
                    system.Name,
                    place.Name,
                    there[system.Name].Where(s => !ClockSkew.IsAhead(s.Time, now)).Select(s => (DateTimeOffset?)s.Time).Max(),
                    Enum.GetValues<CopyState>().ToImmutableSortedDictionary(state => state, counts.GetValueOrDefault)));
            }
        }

        return held.ToImmutable();
    }

    private static CopyState StateOf(RepositorySet repositories, string name, Snapshot snapshot, ProtectionRecord? record) =>
        repositories.LostOf(name, snapshot) is not null || record is { DamagedAt: not null } ? CopyState.Damaged
        : snapshot.IsPartial || record is { Partial: true } ? CopyState.Partial
        : record is null ? CopyState.Unrecorded
        : record.IsSuspect ? CopyState.Suspect
        : record.Counts ? CopyState.Verified
        : CopyState.Unverified;
}

/// <summary>What a copy is worth. Only verified ones count.</summary>
public enum CopyState
{
    Verified,

    /// <summary>Never read back.</summary>
    Unverified,

    Suspect,

    /// <summary>It lacks something, or something in it was found damaged.</summary>
    Damaged,

    /// <summary>Files were missed.</summary>
    Partial,

    /// <summary>No record that is known here tells of it.</summary>
    Unrecorded,
}
