using System.Collections.Immutable;
using Holdfast.Execution.Repositories;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Presentation.Readiness;

/// <summary>One system's copies in one repository: how new, and when they were last read.</summary>
/// <param name="Newest">The moment that the newest verified copy shows that is still there; null: there is none.</param>
/// <param name="VerifiedAt">When what it added was read back.</param>
/// <param name="ReadWholeAt">When a whole copy was last read here, by a restore or by reading everything back; null: it never was.</param>
/// <param name="Lost">What the newest copy that lost its verification lacks; null: none did.</param>
public sealed record CopyStanding(string System, string Repository, DateTimeOffset? Newest, DateTimeOffset? VerifiedAt, DateTimeOffset? ReadWholeAt, string? Lost)
{
    /// <param name="contents">Null: no one looked, and what is written down counts.</param>
    public static ImmutableArray<CopyStanding> Of(Plan plan, History history, IReadOnlyList<CopyReading> readings, RepositorySet? contents)
    {
        var exists = contents?.Contents() ?? (static _ => true);
        var lost = contents?.Lost.GroupBy(l => (l.System, l.Repository)).ToDictionary(l => l.Key, l => l.MaxBy(one => one.TakenAt)!.Why) ?? [];
        return
        [
            .. from system in plan.Systems
               from repository in system.Protection?.To ?? []
               let newest = history.CopiesOf(system.Name).Where(c => c.Repository == repository && c.Counts && exists(c)).MaxBy(c => c.TakenAt)
               let damaged = history.CopiesOf(system.Name).LastOrDefault(c => c.Repository == repository && c.DamagedAt is not null)
               select new CopyStanding(
                   system.Name,
                   repository,
                   newest?.TakenAt,
                   newest?.VerifiedAt,
                   readings.Where(r => r.System == system.Name && r.Repository == repository).Select(r => (DateTimeOffset?)r.At).Max(),
                   lost.GetValueOrDefault((system.Name, repository)) ?? (damaged?.TakenAt >= (newest?.TakenAt ?? DateTimeOffset.MinValue) ? damaged.Why : null)),
        ];
    }

    /// <summary>One line for each repository.</summary>
    public static IEnumerable<string> Lines(ImmutableArray<CopyStanding> copies, DateTimeOffset now)
    {
        foreach (var repository in copies.GroupBy(c => c.Repository))
        {
            var none = repository.Where(c => c.Newest is null).Select(c => c.System).ToArray();
            var verified = repository.Select(c => c.VerifiedAt).Where(v => v is not null).Min();
            var unread = repository.Where(c => c.ReadWholeAt is null).Select(c => c.System).ToArray();
            var read = repository.Select(c => c.ReadWholeAt).Where(r => r is not null).Min();
            yield return $"{repository.Key}: "
                + (verified is { } at ? $"the newest copies were read back {(at > now ? $"on {at.UtcDateTime:yyyy-MM-dd}, by a clock that ran ahead" : $"{Spoken.Of(now - at)} ago")}" : "no verified copy")
                + (none.Length > 0 && verified is not null ? $", none of {StatusScreen.Names(none)}" : "")
                + (read is null ? "; no copy was ever read whole again"
                    : (read > now ? $"; each was last read whole on {read.Value.UtcDateTime:yyyy-MM-dd}, by a clock that ran ahead" : $"; each was last read whole within {Spoken.Of(now - read.Value)}") + (unread.Length > 0 ? $", but never {StatusScreen.Names(unread)}" : ""));
        }
    }
}
