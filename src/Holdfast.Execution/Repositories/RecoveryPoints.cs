using System.Collections.Immutable;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories;

/// <summary>
/// Finds what systems can be brought back from: the snapshots that exist, whatever any job said about them. A partial snapshot is no
/// recovery point, and neither is a suspect one that no operator accepted, nor one that a returning primary took after another site had become active.
/// </summary>
/// <param name="records">What is known of verification: a copy that could not be read back is no recovery point; one that they do not mention is not verified yet.</param>
/// <param name="epochs">Who is active since when.</param>
/// <param name="wish">What the operator asked for.</param>
/// <param name="notAfter">The disaster: what was written after it began is what the disaster wrote. Null: no one knows when it began, so nothing is cut off.</param>
/// <param name="now">A point dated later was dated by a clock that runs wrong: it is taken when nothing else is there.</param>
/// <param name="quickest">Which of the copies of one moment is taken.</param>
public sealed class RecoveryPoints(
    RepositorySet repositories,
    IReadOnlyCollection<ProtectionRecord> records,
    EpochRecord epochs,
    PointWish wish,
    DateTimeOffset? notAfter,
    DateTimeOffset now,
    QuickestCopies quickest)
{
    private readonly Dictionary<(string, string), DateTimeOffset> _verified = records.Where(r => r.Counts)
        .GroupBy(r => (r.Repository, r.Snapshot!))
        .ToDictionary(r => r.Key, r => r.Max(one => one.VerifiedAt!.Value));

    /// <summary>Where the organization signs: the copies that a machine told of which is believed, with their numbers.</summary>
    private readonly Dictionary<(string, string), long>? _told = !epochs.IsSigned ? null : records.Where(r => r.Snapshot is not null)
        .GroupBy(r => (r.Repository, r.Snapshot!))
        .ToDictionary(r => r.Key, r => r.Max(one => one.Sequence));

    /// <summary>By system, the highest number that its machine can have counted to.</summary>
    private readonly Dictionary<string, long> _highest = records.GroupBy(r => r.System).ToDictionary(r => r.Key, CopyNumbers.HighestIn);

    /// <summary>Where the organization signs: on which host those copies were taken.</summary>
    private readonly Dictionary<(string, string), string>? _hosts = !epochs.IsSigned ? null : records.Where(r => r is { Snapshot: not null, Host: not null })
        .GroupBy(r => (r.Repository, r.Snapshot!))
        .ToDictionary(r => r.Key, r => r.First().Host!);

    private readonly Dictionary<(string, string), string> _spoilt = records.Where(r => r is { Snapshot: not null, Counts: false })
        .GroupBy(r => (r.Repository, r.Snapshot!))
        .ToDictionary(r => r.Key, r => r.Last().Why ?? "it was not verified");

    /// <summary>The point of each system that is tried first; none for a system that has none.</summary>
    public ImmutableArray<RecoveryPoint> First(IEnumerable<ProtectedSystem> systems) =>
        [.. systems.Select(First).OfType<RecoveryPoint>()];

    /// <summary>The point that is tried first, with the reason for the copy; null: the system has none.</summary>
    public RecoveryPoint? First(ProtectedSystem system) => Candidates(system) is [var first, .. var others]
        ? first with
        {
            Why = quickest.Choose(system, [first.Repository, .. others.Where(o => o.TakenAt == first.TakenAt && o.Verified == first.Verified).Select(o => o.Repository).Where(r => r != first.Repository).Distinct()])
                is { } source && source.Chosen.Repository == first.Repository ? source.Why : null,
        }
        : null;

    /// <summary>
    /// What the system can be brought back from, the one to try first coming first: the newest; of equal ones a verified one, then the
    /// one that gets to the recovery host most quickly. Last, when nothing else is left, those that are known to lack something.
    /// </summary>
    public ImmutableArray<RecoveryPoint> Candidates(ProtectedSystem system)
    {
        var all = All(system);
        if (wish.Of(system.Name) is not { } named)
        {
            return [.. all.Where(p => p.WhyNot is null).Concat(all.Where(p => p.IsLastResort)).Select(p => p.Point)];
        }

        // The operator's word outranks what speaks against a copy, but not that it is none; after it, only the same moment and older ones.
        var meant = all.Where(p => p.Point.Snapshot.StartsWith(named, StringComparison.Ordinal) && !p.IsPartial).ToArray();
        return meant is [] ? [] :
        [
            .. meant.Select(p => p.Point)
                .Concat(all.Where(p => p.WhyNot is null && p.Point.TakenAt <= meant[0].Point.TakenAt).Select(p => p.Point))
                .DistinctBy(p => (p.Repository, p.Snapshot)),
        ];
    }

    /// <summary>Why the system has none; null: it has one, or is not protected.</summary>
    public NoPoint? None(ProtectedSystem system) =>
        system.Protection is null || !Candidates(system).IsEmpty ? null : NoPoint.Of(system, All(system), wish, notAfter);

    /// <summary>Whether nothing speaks against the point now.</summary>
    public bool StillCounts(ProtectedSystem system, RecoveryPoint point) =>
        All(system).Any(p => p.WhyNot is null && (p.Point.Repository, p.Point.Snapshot) == (point.Repository, point.Snapshot));

    /// <summary>Every copy of the system in the repositories that are open, the newest first, with what speaks against it.</summary>
    public ImmutableArray<KnownPoint> All(ProtectedSystem system)
    {
        KnownPoint[] points =
        [
            .. quickest.Order(system, system.Protection?.To ?? [])
                .Select(copy => copy.Repository)
                .SelectMany(name => repositories.SnapshotsIn(name)
                    .Where(s => s.Tags.Contains(Tags.System(system.Name)))
                    .Select(s => Of(system, name, s))),
        ];
        var order = OrderOf(points);
        return
        [
            .. points
                .OrderBy(p => ClockDoubt.IsAhead(order[p], now))
                .ThenBy(p => p.IsUntold)
                .ThenByDescending(p => p.Epoch)
                .ThenByDescending(p => order[p])
                .ThenByDescending(p => p.Point.Verified && p.WhyNot is null),
        ];
    }

    /// <summary>What should be known before the first points are taken, one sentence each.</summary>
    public IEnumerable<string> Doubts(IReadOnlyCollection<ProtectedSystem> systems) => [.. Untold(systems), .. Contradictions(systems)];

    /// <summary>What of it nobody but a wrong clock or a captured machine brings about, whichever machine looks.</summary>
    public IEnumerable<string> Contradictions(IReadOnlyCollection<ProtectedSystem> systems) => [.. Renumbered(systems), .. Unrecorded(systems)];

    /// <summary>
    /// Of each system whose copies have numbers that their machine cannot have counted to, or of which the highest is of a copy that is dated before others: a captured machine can
    /// number an old copy anew, and a clock that was wrong looks the same.
    /// </summary>
    public IEnumerable<string> Renumbered(IEnumerable<ProtectedSystem> systems)
    {
        foreach (var system in systems)
        {
            var all = All(system);
            if (all.Where(p => SaidOf(p) > NumberOf(p) && !IsSetAside(p.Point.Snapshot)).ToArray() is [var far, ..] above)
            {
                yield return $"{system.Name}: {(above.Length == 1 ? "a copy has a number" : $"{above.Length} copies have numbers")} that no machine came to by counting ({SaidOf(far)} of {far.Point.Snapshot[..8]} in {far.Point.Repository}, "
                    + $"after {_highest.GetValueOrDefault(system.Name)}), so that their dates alone say how new they are: look at the machine that recorded it, which somebody may have taken";
            }

            var good = all.Where(p => p.WhyNot is null && NumberOf(p) > 0).ToArray();
            if (wish.Of(system.Name) is null && good is [var first, ..]
                && good.Where(p => p.Epoch == first.Epoch && NumberOf(p) < NumberOf(first) && p.Point.TakenAt - first.Point.TakenAt > ClockDoubt.Tolerance).MaxBy(p => p.Point.TakenAt) is { } dated)
            {
                yield return $"{system.Name}: {first.Point.Snapshot[..8]} in {first.Point.Repository} is taken first, since its number is the highest ({NumberOf(first)}), and its date, {first.Point.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, is before that of "
                    + $"{dated.Point.Snapshot[..8]} (number {NumberOf(dated)}, {dated.Point.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z): a clock was wrong, or its machine numbered an old copy anew. To take the other: --point {system.Name}={dated.Point.Snapshot[..8]}";
            }
        }
    }

    /// <summary>
    /// Of each system of which there are copies of an epoch that no record tells of: the record of who is active since then, of a return or of another failover, may have been
    /// removed, and older copies count again without it.
    /// </summary>
    public IEnumerable<string> Unrecorded(IEnumerable<ProtectedSystem> systems)
    {
        foreach (var system in systems.Where(s => wish.Of(s.Name) is null))
        {
            var later = quickest.Order(system, system.Protection?.To ?? [])
                .SelectMany(copy => repositories.SnapshotsIn(copy.Repository).Select(s => (copy.Repository, Snapshot: s)))
                .Where(c => c.Snapshot.Tags.Contains(Tags.System(system.Name)) && !c.Snapshot.IsPartial && Tags.EpochOf(c.Snapshot.Tags) > epochs.Told && !IsSetAside(c.Snapshot.Id.ToString()))
                .ToArray();
            if (later.Length > 0)
            {
                var (repository, newest) = later.MaxBy(c => c.Snapshot.Time);
                yield return $"{system.Name}: {(later.Length == 1 ? "a copy is" : $"{later.Length} copies are")} of epoch {Tags.EpochOf(newest.Tags)}, and the newest record of who is active is {(epochs.Current == 0 ? "none" : $"of epoch {epochs.Current} ({epochs.Entries[^1]})")}: "
                    + $"a later one, of a return or of another failover, may have been removed, and what was taken since may be newer than what is taken first. Ask another repository; the newest of them is {newest.Id.ToString()[..8]} in {repository}, dated "
                    + $"{newest.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z: --point {system.Name}={newest.Id.ToString()[..8]}";
            }
        }
    }

    /// <summary>
    /// Of each system whose newest copy no machine told of that is believed, so that only its date says that it is the newest: which one is
    /// tried first, it or an older one that was told of.
    /// </summary>
    public IEnumerable<string> Untold(IEnumerable<ProtectedSystem> systems)
    {
        foreach (var system in systems.Where(s => wish.Of(s.Name) is null))
        {
            var all = All(system).Where(p => p.WhyNot is null).ToArray();
            if (all is [{ IsUntold: true, Point: var alone }, ..])
            {
                yield return $"{system.Name}: no machine that the organization named told of any copy that is left. {alone.Snapshot[..8]} in {alone.Repository}, dated {alone.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, "
                    + "is the newest by its date alone, and whoever has the repository's key can have put it there, or can have removed the records of the others: look what it holds before anyone works with it";
            }

            if (all is [{ IsUntold: false } first, ..]
                && all.Where(p => p.IsUntold && p.Point.TakenAt > first.Point.TakenAt).MaxBy(p => p.Point.TakenAt) is { Point: var newer })
            {
                yield return $"{system.Name}: {newer.Repository} holds a newer copy, {newer.Snapshot[..8]}, dated {newer.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, of which no machine told that the organization named: "
                    + $"whoever has the repository's key can have put it there, so {first.Point.Snapshot[..8]} of {first.Point.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z is taken first; to take it: --point {system.Name}={newer.Snapshot[..8]}";
            }
        }
    }

    /// <summary>
    /// When a copy counts as taken: none later than one of a newer epoch or a higher number, and the one of the highest not later than now, so that no wrong clock makes an
    /// old copy the newest, or the newest one look as if it were to come.
    /// </summary>
    private Dictionary<KnownPoint, DateTimeOffset> OrderOf(KnownPoint[] points)
    {
        var order = points.ToDictionary(p => p, p => p.Point.TakenAt);
        var last = now;
        foreach (var capture in points.Where(p => NumberOf(p) > 0).GroupBy(p => (p.Epoch, Number: NumberOf(p))).OrderByDescending(c => c.Key))
        {
            last = capture.Select(p => p.Point.TakenAt).Append(last).Min();
            foreach (var copy in capture)
            {
                order[copy] = last;
            }

            last -= TimeSpan.FromTicks(1);
        }

        return order;
    }

    private bool IsSetAside(string snapshot) => epochs.Ignored.Any(i => i.Means(snapshot));

    /// <summary>0: it has none that counts.</summary>
    private long NumberOf(KnownPoint point) => SaidOf(point) is var said && said > _highest.GetValueOrDefault(point.Point.System) ? 0 : said;

    private long SaidOf(KnownPoint point) => Math.Max(0, _told?.GetValueOrDefault((point.Point.Repository, point.Point.Snapshot)) ?? 0);

    private KnownPoint Of(ProtectedSystem system, string repository, Snapshot snapshot)
    {
        var copy = (repository, snapshot.Id.ToString());
        var lost = repositories.LostOf(repository, snapshot);
        var host = _hosts?.GetValueOrDefault(copy);
        var byWord = snapshot.Time > notAfter ? "taken after the disaster began"
            : snapshot.Time > wish.At ? "newer than was asked for"
            : null;
        var counts = IsSetAside(copy.Item2) ? "set aside by an operator of this machine (--ignore)"
            : snapshot.IsPartial ? "partial: files could not be read when it was taken"
            : _spoilt.TryGetValue(copy, out var spoilt) && !_verified.ContainsKey(copy) ? spoilt
            : snapshot.Tags.Contains(CaptureOrder.SuspectTag) && !_verified.ContainsKey(copy) ? "suspect: it may not hold what the system should hold"
            : !epochs.StillCounts(snapshot, system.Name, host) ? "taken by a site that was active no more"
            : null;
        var whyNot = counts ?? byWord;
        DateTimeOffset? verified = _verified.TryGetValue(copy, out var at) && lost is null ? at : null;
        return new(
            new(system.Name, repository, copy.Item2, snapshot.Time, snapshot.Summary?.TotalBytesProcessed, verified is not null),
            verified,
            whyNot ?? lost,
            whyNot is null && lost is not null,
            snapshot.IsPartial,
            _told?.ContainsKey(copy) == false)
        {
            IsLeftOutByWord = counts is null && byWord is not null,
            Epoch = epochs.IsSigned ? epochs.EpochOf(snapshot, system.Name, host) : 0,
        };
    }
}

/// <summary>A copy in a repository, and whether a system is brought back from it.</summary>
/// <param name="WhyNot">What speaks against it; null: nothing.</param>
/// <param name="IsLastResort">It lacks something that its repository lost, so it is tried when nothing else is left.</param>
/// <param name="IsUntold">The organization signs, and no machine that it named told of it: it is tried after those that one did.</param>
public sealed record KnownPoint(RecoveryPoint Point, DateTimeOffset? VerifiedAt, string? WhyNot, bool IsLastResort, bool IsPartial, bool IsUntold)
{
    /// <summary>Whether nothing speaks against it but what the operator said: when the disaster began, or how new it may be.</summary>
    public bool IsLeftOutByWord { get; init; }

    /// <summary>Where the organization signs, of which epoch it is: whatever its number, it is older than those of a newer one.</summary>
    public int Epoch { get; init; }
}
