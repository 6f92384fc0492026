using System.Collections.Immutable;
using Holdfast.Execution.Repositories;
using Holdfast.Recovery.Plans;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Forgetting;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Upkeep;

/// <summary>
/// Which points of a system stay in one repository. The plan's <c>keep</c> counts only those that count as recovery points; what is suspect, damaged, not
/// verified or told by no believed machine is counted by itself, so that it never takes the place of a good one. And whatever the rules say, the newest
/// good one stays, the last good one before each that is in doubt, and what someone works with.
/// </summary>
/// <param name="needed">Points that a run works with or was made from, by snapshot, with what needs them.</param>
public sealed class Keeping(DateTimeOffset now, TimeZoneInfo zone, IReadOnlyDictionary<string, string> needed)
{
    /// <summary>After a failover its operators may want any point of before, and none is removed meanwhile.</summary>
    private static readonly TimeSpan AfterFailover = TimeSpan.FromDays(7);

    /// <summary>How long who looks after copies has to notice that dates are wrong, or that another machine's copies are not what it says.</summary>
    private static readonly TimeSpan AfterGap = TimeSpan.FromDays(7), Acquaintance = TimeSpan.FromDays(7);

    /// <param name="points">Those of the system in the repository.</param>
    /// <param name="moved">When a failover moved the system last; null: none did.</param>
    /// <param name="readSince">Everything in the repository was read back at that time or later and found good; null: not known.</param>
    public KeptPoints Of(
        ProtectedSystem system, RepositoryPlace repository, IReadOnlyCollection<StoredPoint> points, DateTimeOffset? moved, DateTimeOffset? readSince = null)
    {
        var protection = system.Protection!;
        var apart = WhyApart(points).ToDictionary();
        var good = points.Where(p => p.Counts && !apart.ContainsKey(p.Snapshot.Id)).OrderBy(p => p.Snapshot.Time).ToArray();
        if (WhyAll(protection, points, good.Length > 0, moved) is { } all)
        {
            return new(system.Name, repository.Name, [.. points.Select(p => PointKept.Of(p.Snapshot, all.Why))], [])
            {
                WhyAll = all.Why, IsUnkept = all.IsUnkept, Waiting = all.IsWaiting ? points.Count(IsNew) : 0,
            };
        }

        var policy = PolicyOf(protection.Keep!);
        var reasons = apart;
        foreach (var alike in points.Where(p => !reasons.ContainsKey(p.Snapshot.Id)).ToArray().GroupBy(p => p.Counts))
        {
            foreach (var kept in Restic.Operations.Forgetting.Retention.Of(alike.Select(p => p.Snapshot), policy, now, zone).Keep)
            {
                reasons[kept.Snapshot.Id] = string.Join(", ", kept.Reasons);
            }
        }

        Keep(good.LastOrDefault(), "the newest that counts");
        Keep(good.LastOrDefault(p => p.Snapshot.Time <= readSince), "the newest good one that was read back whole since it was made");
        foreach (var doubtful in points.Where(p => !p.Counts && p.IsKnown && reasons.ContainsKey(p.Snapshot.Id)).ToArray())
        {
            Keep(good.LastOrDefault(p => p.Snapshot.Time <= doubtful.Snapshot.Time), $"the last good one before {doubtful.Snapshot.Id.ToString()[..8]}, which is in doubt");
        }

        foreach (var point in points)
        {
            if (needed.TryGetValue(point.Snapshot.Id.ToString(), out var by))
            {
                Keep(point, by);
            }

            if (LockedUntil(repository, point.Snapshot) is { } locked)
            {
                Keep(point, $"the storage lets no one remove it before {locked:yyyy-MM-dd}");
            }
        }

        return new(
            system.Name,
            repository.Name,
            [.. points.Where(p => reasons.ContainsKey(p.Snapshot.Id)).Select(p => PointKept.Of(p.Snapshot, reasons[p.Snapshot.Id]))],
            [.. points.Where(p => !reasons.ContainsKey(p.Snapshot.Id)).Select(p => new PointGone(p.Snapshot.Id.ToString(), p.Snapshot.Time))])
        {
            Waiting = points.Count(IsNew),
            WaitingUntil = points.Where(IsNew).Select(p => p.Seen?.First + Acquaintance).Max(),
        };

        void Keep(StoredPoint? point, string because)
        {
            if (point is not null)
            {
                reasons.TryAdd(point.Snapshot.Id, because);
            }
        }
    }

    /// <summary>The plan's words as the engine's rules.</summary>
    internal static KeepPolicy PolicyOf(Recovery.Plans.Retention keep) => new()
    {
        Last = keep.Last ?? 0,
        Hourly = keep.Hourly ?? 0,
        Daily = keep.Daily ?? 0,
        Weekly = keep.Weekly ?? 0,
        Monthly = keep.Monthly ?? 0,
        Yearly = keep.Yearly ?? 0,
        Within = keep.Within is { } within ? new(0, within.Months, within.Days, 0) : default,
    };

    /// <returns>With whether the plan's rules are not carried out although nothing speaks for that, and whether only time has to pass.</returns>
    private (string Why, bool IsUnkept, bool IsWaiting)? WhyAll(Recovery.Plans.Protection protection, IReadOnlyCollection<StoredPoint> points, bool hasGood, DateTimeOffset? moved) =>
        WhyMeant(protection, points, moved) is { } meant ? (meant, false, false)
        : hasGood ? null
        : points.Where(p => p.Counts && IsNew(p)).Select(p => p.Seen?.First + Acquaintance).Min() is { } until
            ? ($"another machine took those that count, and this one has to know them for {Acquaintance.TotalDays:0} days, so none is given up before {until.UtcDateTime:yyyy-MM-dd}", false, true)
        : (points.Any(p => p.IsKnown) ? "none of them counts, so none is given up" : "no record on this machine speaks of them, so none is given up", true, false);

    private string? WhyMeant(Recovery.Plans.Protection protection, IReadOnlyCollection<StoredPoint> points, DateTimeOffset? moved) =>
        protection.Keep is not { } keep ? "the plan does not say how long"
        : PolicyOf(keep).IsEmpty ? "the plan's keep names none, which no one can mean"
        : protection.HoldUntil is { } held && DateOnly.FromDateTime(now.UtcDateTime) <= held ? $"held until {held:yyyy-MM-dd}"
        : moved is { } at && now - at < AfterFailover ? $"a failover moved the system on {at.UtcDateTime:yyyy-MM-dd}, and for {AfterFailover.TotalDays:0} days nothing is removed"
        : GapBefore(protection, points) is var (from, until) ? $"there is no copy between {from.UtcDateTime:yyyy-MM-dd} and {until.UtcDateTime:yyyy-MM-dd}: for {AfterGap.TotalDays:0} days nothing is removed, in case a clock was wrong"
        : null;

    /// <summary>What takes no one's place: what is not known to be this plan's, and what is dated as it can't have been made, whoever did that.</summary>
    private IEnumerable<KeyValuePair<SnapshotId, string>> WhyApart(IReadOnlyCollection<StoredPoint> points)
    {
        var newest = DateTimeOffset.MinValue;
        foreach (var point in points.OrderBy(p => p.Sequence).ThenBy(p => p.Snapshot.Time))
        {
            var time = point.Snapshot.Time;
            if (point.IsSetAside)
            {
                yield return new(point.Snapshot.Id, "it was set aside on this machine (--ignore)");
            }
            else if (!point.IsKnown)
            {
                yield return new(point.Snapshot.Id, "no record tells who made it: it may be another business's");
            }
            else if (ClockDoubt.IsAhead(time, now))
            {
                yield return new(point.Snapshot.Id, "it is dated in the future");
            }
            else if (point.Sequence > 0 && newest - time > ClockDoubt.Tolerance)
            {
                yield return new(point.Snapshot.Id, "it is dated before copies that were made before it");
            }
            else if (point.Seen is { IsLate: true })
            {
                yield return new(point.Snapshot.Id, "this machine saw it only after copies that are dated later, so its date is not believed");
            }
            else if (IsNew(point))
            {
                yield return new(point.Snapshot.Id, $"another machine took it, and this one has known it for less than {Acquaintance.TotalDays:0} days");
            }
            else if (point.Sequence > 0 && time > newest)
            {
                newest = time;
            }
        }
    }

    /// <summary>Whether only another machine speaks for it, and nobody had the time to notice if that is not what it was.</summary>
    private bool IsNew(StoredPoint point) => point is { IsKnown: true, Seen: { IsLate: false } seen } && now - seen.First < Acquaintance;

    /// <summary>Where copies begin again after a long pause, as after a clock that ran far ahead: by the newest of them all others are too old at once.</summary>
    private (DateTimeOffset From, DateTimeOffset Until)? GapBefore(Recovery.Plans.Protection protection, IReadOnlyCollection<StoredPoint> points)
    {
        var least = 10 * protection.Longest > AfterGap ? 10 * protection.Longest : AfterGap;
        DateTimeOffset[] times = [.. points.Where(p => p.Counts).Select(p => p.Snapshot.Time).Order()];
        for (var i = times.Length - 1; i > 0 && now - times[i] < AfterGap; i--)
        {
            if (times[i] - times[i - 1] > least)
            {
                return (times[i - 1], times[i]);
            }
        }

        return null;
    }

    private DateOnly? LockedUntil(RepositoryPlace repository, Snapshot snapshot) =>
        repository.Immutable?.From(DateOnly.FromDateTime(snapshot.Time.UtcDateTime)) is { } until && until >= DateOnly.FromDateTime(now.UtcDateTime) ? until : null;
}

/// <param name="IsKnown">Whether a record tells that it was made for this plan. Another business may keep a system of the same name in the repository.</param>
/// <param name="Counts">Whether it is a recovery point without a doubt: verified, whole, there, not suspect, told by a machine that is believed, and no less than the system held.</param>
/// <param name="Sequence">The number that its machine gave it, higher than those of all copies before it; 0: none.</param>
public sealed record StoredPoint(Snapshot Snapshot, bool IsKnown, bool Counts, long Sequence)
{
    /// <summary>When this machine first saw it; null: it had it taken itself.</summary>
    public SeenCopy? Seen { get; init; }

    /// <summary>Whether an operator said that it counts for nothing.</summary>
    public bool IsSetAside { get; init; }
}

/// <param name="Snapshot">Its whole id.</param>
/// <param name="Because">In restic's words where a rule of the plan says so.</param>
public sealed record PointKept(string Snapshot, DateTimeOffset TakenAt, string Because)
{
    internal static PointKept Of(Snapshot snapshot, string because) => new(snapshot.Id.ToString(), snapshot.Time, because);
}

/// <param name="Snapshot">Its whole id.</param>
public sealed record PointGone(string Snapshot, DateTimeOffset TakenAt);

/// <summary>What stays of a system in a repository, and what goes.</summary>
public sealed record KeptPoints(string System, string Repository, ImmutableArray<PointKept> Keep, ImmutableArray<PointGone> Remove)
{
    /// <summary>Why all of them stay; null: the plan's rules decided.</summary>
    public string? WhyAll { get; init; }

    /// <summary>Whether the plan says how long they are kept and none of it could be carried out.</summary>
    public bool IsUnkept { get; init; }

    /// <summary>How many stay, and take nobody's place, until this machine has known them for a week.</summary>
    public int Waiting { get; init; }

    /// <summary>When the last of those is counted; null: none waits.</summary>
    public DateTimeOffset? WaitingUntil { get; init; }
}
