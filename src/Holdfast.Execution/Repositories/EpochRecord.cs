using System.Collections.Immutable;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Execution.Trust;
using Holdfast.Recovery.Trust;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories;

/// <summary>
/// Who is active since when. A failover begins a new epoch; what a system of an older epoch wrote after that moment is never the
/// newest recovery point, so that a primary which comes back cannot bury good data under its own.
/// </summary>
/// <param name="Entries">The records that count, oldest epoch first.</param>
/// <param name="SetAside">Those that do not, with the reason.</param>
/// <param name="Free">
/// Systems of which the epochs would cut off every point that there is. A failover from nothing is none, so the date of the epoch is
/// wrong, and it cuts off nothing of them.
/// </param>
public sealed record EpochRecord(ImmutableArray<EpochEntry> Entries, ImmutableArray<SetAside> SetAside, ImmutableHashSet<string> Free)
{
    /// <summary>Failovers are rare: an epoch that leaves so many out was not reached by them.</summary>
    internal const int Leap = 1000;

    /// <summary>Far less, so that whoever plants unsigned ones makes no true one look as if it were not reached.</summary>
    private const int UnsignedLeap = 20;

    /// <summary>How far clocks may differ before a date is believed to be impossible.</summary>
    private static readonly TimeSpan ClockSlack = TimeSpan.FromDays(1);

    /// <summary>Whether the organization signs, so that records of copies are those of machines that are believed.</summary>
    public bool IsSigned { get; init; }

    /// <summary>What operators of this machine said to ignore.</summary>
    public ImmutableArray<IgnoredSnapshot> Ignored { get; init; } = [];

    /// <summary>The highest number of any record that was seen, whether it counts, was set aside or was taken back; 0: of none.</summary>
    public int Told { get; init; }

    public int Current => Entries.IsEmpty ? 0 : Entries.Max(e => e.Number);

    /// <summary>For each system that a failover moved: the newest such move.</summary>
    public ImmutableDictionary<string, Move> Moves { get; } = (
        from entry in Entries
        from active in entry.Active
        group new Move(active.Host, entry.Run, entry.Begins) { Leader = entry.Leader, Epoch = entry.Number, Snapshot = entry.Snapshot } by active.System)
        .ToImmutableDictionary(moves => moves.Key, moves => moves.Last());

    /// <param name="remembered">What this machine saw before: a repository that was rolled back lifts no fence.</param>
    /// <param name="ignored">What operators said to ignore.</param>
    /// <param name="trust">Whose records are believed; null: everybody's.</param>
    /// <param name="withdrawn">Runs whose epochs this machine took back itself.</param>
    public static EpochRecord In(
        IEnumerable<Snapshot> snapshots,
        IEnumerable<EpochEntry>? remembered = null,
        IReadOnlyCollection<IgnoredSnapshot>? ignored = null,
        EpochTrust? trust = null,
        IReadOnlyCollection<string>? withdrawn = null)
    {
        var all = snapshots.ToArray();
        var known = (remembered ?? []).ToArray();
        var withdrawals = all.Where(s => s.Tags.Contains(Tags.Epoch) && s.Tags.Contains(Tags.Withdrawn)).ToLookup(s => Tags.RunOf(s.Tags));
        var snapshotOf = all.Where(s => s.Tags.Contains(Tags.Epoch)).DistinctBy(s => s.Id).ToDictionary(s => s.Id.ToString());
        var told = all.Where(s => !s.Tags.Contains(Tags.Withdrawn)).Select(EpochEntry.Of).OfType<EpochEntry>().ToArray();
        var entries = known.Concat(told).DistinctBy(e => (e.Snapshot, e.Number)).Where(e => withdrawn?.Contains(e.Run) != true && !withdrawals[e.Run].Any(w => Withdraws(w, e, trust)))
            .OrderBy(e => e.Number).ThenBy(e => e.Run, StringComparer.Ordinal).ToArray();
        var first = all.Where(s => s.Tags.Contains(Tags.Plan) || Tags.SystemOf(s.Tags) is not null).Select(s => (DateTimeOffset?)s.Time).Min();
        var highest = known.Select(e => e.Number).DefaultIfEmpty().Max();
        var counting = ImmutableArray.CreateBuilder<EpochEntry>();
        var aside = ImmutableArray.CreateBuilder<SetAside>();
        foreach (var entry in entries)
        {
            if (WhyIgnored(entry, entries, ignored ?? []) is { } word)
            {
                aside.Add(new(entry, word, ByWord: true));
            }
            else if (!known.Contains(entry) && WhyImpossible(entry, highest, first) is { } why)
            {
                aside.Add(new(entry, why, ByWord: false));
            }
            else if (!known.Contains(entry) && trust is { Demands: true } && WhyUnsigned(entry, snapshotOf[entry.Snapshot], counting, trust) is { } doubt)
            {
                aside.Add(new(entry, doubt, ByWord: false) { IsUnsigned = true });
            }
            else
            {
                counting.Add(entry);
                highest = Math.Max(highest, entry.Number);
            }
        }

        var points = all.Where(s => !s.IsPartial && Tags.SystemOf(s.Tags) is not null).ToLookup(s => Tags.SystemOf(s.Tags)!);
        return new(
            counting.ToImmutable(),
            aside.ToImmutable(),
            [.. points.Where(ofSystem => ofSystem.All(point => IsCutOff(counting, point, ofSystem.Key, Tags.EpochOf(point.Tags)))).Select(ofSystem => ofSystem.Key)])
        {
            IsSigned = trust is { Demands: true },
            Told = known.Concat(told).Select(e => e.Number).DefaultIfEmpty().Max(),
        };
    }

    /// <summary>Whether a point was taken while its epoch was the newest of its system.</summary>
    /// <param name="host">Where a machine that is believed took it; null: none told.</param>
    public bool StillCounts(Snapshot point, string system, string? host = null) =>
        EpochOf(point, system, host) is var epoch && ((Free.Contains(system) && epoch == Tags.EpochOf(point.Tags)) || !IsCutOff(Entries, point, system, epoch));

    /// <summary>
    /// Of which epoch a point is: as its tag says where nothing is signed, or no one told of it. Else a machine may say so only for where its host is: not
    /// above the newest epoch that made the system active there, so that a site that was failed over from does not become the newest by its own word.
    /// </summary>
    public int EpochOf(Snapshot point, string system, string? host)
    {
        var said = Tags.EpochOf(point.Tags);
        return !IsSigned || host is null
            ? said
            : Entries.Where(e => e.Number <= said && (e.Active.IsEmpty || e.Active.Any(a => a.System == system && a.Host == host)))
                .Select(e => e.Number).DefaultIfEmpty().Max();
    }

    /// <param name="memory">What this machine saw and said before.</param>
    public static EpochRecord In(IEnumerable<Snapshot> snapshots, EpochMemory memory, EpochTrust? trust = null)
    {
        var ignored = memory.Ignored;
        return In(snapshots, memory.Entries, ignored, trust, memory.Withdrawn) with { Ignored = ignored };
    }

    /// <summary>Whether a repository has, or had, a record of it: one that only this machine remembers was seen by nobody.</summary>
    public bool IsTold(string run) => Entries.Any(e => e.Run == run && !e.IsOurs);

    public int? BegunBy(string run) => Entries.Where(e => e.Run == run).Select(e => (int?)e.Number).FirstOrDefault();

    /// <summary>Where a system has moved to, unless it is still, or again, active on that host.</summary>
    public Move? MovedFrom(string host, string system) => Moves.TryGetValue(system, out var move) && move.Host != host ? move : null;

    /// <summary>The number of the next epoch: above unsigned ones, too, which may turn out to be true, as far as they can have been reached.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public int Next => Current == int.MaxValue
        ? throw new InvalidOperationException("There is no epoch after the last.")
        : (int)Math.Min(
            int.MaxValue,
            1L + SetAside.Where(a => a.IsUnsigned && a.Entry.Number - (long)Current <= UnsignedLeap).Select(a => a.Entry.Number).Append(Current).Max());

    private static bool IsCutOff(IEnumerable<EpochEntry> entries, Snapshot point, string system, int epoch) =>
        entries.Where(e => e.Number > epoch).GroupBy(e => (e.Number, e.Run))
            .Any(copies => copies.Any(e => e.CutsOff(point, system)) && !copies.Any(e => e.Before.Contains(EpochEntry.ShortIdOf(point))));

    /// <summary>One record may be in several repositories; ignored is the epoch, not its copy.</summary>
    private static string? WhyIgnored(EpochEntry entry, IEnumerable<EpochEntry> all, IReadOnlyCollection<IgnoredSnapshot> ignored) =>
        ignored.FirstOrDefault(i => all.Any(e => e.Number == entry.Number && e.Run == entry.Run && i.Means(e))) is { } word
            ? $"ignored by {word.By}: {word.Because}"
            : null;

    /// <summary>Only who wrote a record takes it back, or one who may sign: else whoever has a repository's key could let two places lead.</summary>
    private static bool Withdraws(Snapshot withdrawal, EpochEntry entry, EpochTrust? trust)
    {
        var by = TagSeal.Machines(withdrawal.Tags, withdrawal.Time);
        return by.Any(entry.Machines.Contains)
            || trust?.IsSigned(withdrawal.Tags, withdrawal.Time) == true
            || (entry.Machines.IsEmpty && (trust is not { Demands: true } || trust.IsOwn(by) || trust.HostsOf(by).Count > 0));
    }

    /// <summary>
    /// A machine that the organization named may say that systems are active on its own hosts, as after a failover. It takes none from where an earlier
    /// failover put it: that a captured machine could do, too, so it takes a key that may sign.
    /// </summary>
    private static string? WhyUnsigned(EpochEntry entry, Snapshot snapshot, IEnumerable<EpochEntry> counting, EpochTrust trust)
    {
        if (trust.IsOwn(entry.Machines) || trust.IsSigned(snapshot.Tags, snapshot.Time))
        {
            return null;
        }

        var hosts = trust.HostsOf(entry.Machines);
        if (hosts.Count == 0)
        {
            return $"neither a key of {trust.Organization} nor a machine that it named signed it";
        }

        if (entry.Active.IsEmpty || entry.Active.Any(a => !hosts.Contains(a.Host)))
        {
            return "the machine that signed it does not speak for the host on which it says that systems are active";
        }

        var taken = entry.Active.FirstOrDefault(a =>
            counting.SelectMany(e => e.Active).LastOrDefault(before => before.System == a.System) is { } before && !hosts.Contains(before.Host));
        return taken is null ? null : $"it takes {taken.System} from where a failover brought it, which only a key of {trust.Organization} may say";
    }

    private static string? WhyImpossible(EpochEntry entry, int highest, DateTimeOffset? first) =>
        entry.Number - (long)highest > Leap
            ? $"its number is {entry.Number - (long)highest} above the highest known, {highest}"
            : entry.Leader.Length == 0 && entry.Begins + ClockSlack < first
                ? $"it is dated before everything that was ever stored, the first of which is of {first.Value.UtcDateTime:yyyy-MM-dd}"
                : null;
}

/// <summary>A failover made a system active on another host.</summary>
public sealed record Move(string Host, string Run, DateTimeOffset At)
{
    /// <summary>Who led it, and where; empty where the record does not say.</summary>
    public string Leader { get; init; } = "";

    public int Epoch { get; init; }

    /// <summary>The record that says so.</summary>
    public string Snapshot { get; init; } = "";
}
