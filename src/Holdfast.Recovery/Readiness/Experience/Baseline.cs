using System.Collections.Immutable;

namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>
/// What a new copy of a system is held against: the most that its good copies of late held, so that neither one fall nor many small ones are
/// forgotten, and to what they fell when an operator took that for good. A copy that holds less and was not accepted is none of them.
/// </summary>
/// <param name="Last">The newest copy that counts; null: there is none of the same data.</param>
/// <param name="Snapshots">Of each repository the newest copy that is good by this measure.</param>
/// <param name="Files">The most files of the window, from the newest copy on that an operator accepted; null: not recorded.</param>
/// <param name="Held">The same of bytes.</param>
/// <param name="FilesAccepted">The fewest files of a copy that an operator accepted; null: none was.</param>
/// <param name="HeldAccepted">The same of bytes.</param>
/// <param name="Changed">The most that ever changed from one copy to the next.</param>
public sealed record Baseline(
    ProtectionRecord? Last,
    ImmutableSortedDictionary<string, string> Snapshots,
    long? Files,
    long? Held,
    long? FilesAccepted,
    long? HeldAccepted,
    double Changed)
{
    /// <summary>How long the past counts: a month and a few days, so that what happens once a month is usual. The newest copies count however old they are.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromDays(35);
    private const int Newest = 30;

    public static Baseline Nothing { get; } = new(null, ImmutableSortedDictionary<string, string>.Empty, null, null, null, null, 0);

    /// <summary>Tables that held rows in the newest good copy, without those that came and went of late; null: not known.</summary>
    public ImmutableArray<string>? Tables { get; init; }

    /// <summary>What the plan said that the data was when the newest good copy was taken, where that is not what it says now; null: it says the same.</summary>
    public string? SaidBefore { get; init; }

    /// <summary>What the newest good copy said of its tables.</summary>
    public ImmutableArray<string>? TablesOfLast { get; init; }

    /// <param name="records">Of any systems, in any order.</param>
    /// <param name="data">What the plan says the data is now. Copies of another kind of data are no past of it.</param>
    public static Baseline Of(IEnumerable<ProtectionRecord> records, string system, string data)
    {
        var counted = records
            .Where(r => r.System == system && IsKnown(r) && (r.Data is null || KindOf(r.Data) == KindOf(data)))
            .OrderBy(r => r.TakenAt)
            .ToArray();
        if (counted.Length == 0)
        {
            return Nothing;
        }

        // Where nothing but copies that hold less is left of the past, they are what there is.
        var good = counted.Any(r => !r.HasShrunk) ? counted.Where(r => !r.HasShrunk).ToArray() : counted;
        var points = good.DistinctBy(r => r.TakenAt).ToArray();
        // From the newest good copy, not from now: as long as copies hold less, the window does not move on.
        var since = points[^1].TakenAt - Window;
        var window = points.Where((p, i) => p.TakenAt > since || i >= points.Length - Newest).ToArray();
        var files = Range.Of(window, static p => p.Files);
        var held = Range.Of(window, static p => p.Held ?? p.Bytes);
        var (tables, usual) = TablesOf(points, window);
        return new(
            counted[^1],
            good.GroupBy(r => r.Repository).ToImmutableSortedDictionary(r => r.Key, r => r.Last().Snapshot!),
            files.Most,
            held.Most,
            files.Accepted,
            held.Accepted,
            points.TakeLast(Newest).Max(p => p.Changed ?? 0))
        {
            Tables = usual, TablesOfLast = tables, SaidBefore = points[^1].Data is { } before && before != data ? before : null,
        };
    }

    private static string KindOf(string data) => data.Split(' ', 2)[0];

    /// <summary>One that was found damaged later can't be brought back; what it held is still what the system held then.</summary>
    private static bool IsKnown(ProtectionRecord copy) =>
        copy.Counts || copy is { DamagedAt: not null, Files: not null, Snapshot: not null, Partial: false, IsSuspect: false };

    /// <summary>A table that was filled in one good copy and not in the next comes and goes, and is not missed when it goes again.</summary>
    private static (ImmutableArray<string>? Last, ImmutableArray<string>? Usual) TablesOf(ProtectionRecord[] points, ProtectionRecord[] window)
    {
        ImmutableArray<string>? last = null;
        HashSet<string> vanished = [];
        foreach (var point in points.Where(p => p.Tables is not null))
        {
            if (last is { } before && point.TakenAt >= window[0].TakenAt)
            {
                vanished.UnionWith(before.Except(point.Tables!.Value));
            }

            last = point.Tables;
        }

        return (last, last is { } now ? [.. now.Except(vanished)] : null);
    }

    /// <summary>The most of some figure, from the newest copy on that was accepted, and the least that was.</summary>
    private readonly record struct Range(long? Most, long? Accepted)
    {
        public static Range Of(IEnumerable<ProtectionRecord> points, Func<ProtectionRecord, long?> figure)
        {
            var range = new Range(null, null);
            foreach (var point in points)
            {
                if (figure(point) is { } now)
                {
                    range = point.Accepted is null
                        ? range with { Most = Math.Max(range.Most ?? 0, now) }
                        : new(now, Math.Min(range.Accepted ?? now, now));
                }
            }

            return range;
        }
    }
}
