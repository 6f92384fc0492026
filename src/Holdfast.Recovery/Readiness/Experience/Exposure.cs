using System.Collections.Immutable;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>How much would be lost, judged by the gaps between verified recovery points.</summary>
public static class Exposure
{
    /// <summary>How far back the predictor looks: enough for an interval, few enough that last year's schedule does not count.</summary>
    private const int Newest = 100;

    /// <summary>
    /// The longest time, among the newest gaps, from the moment that one verified point shows until the next was verified: a disaster
    /// at that instant would have lost so much. If protection stopped since, the age of the newest point counts too. Where nothing
    /// measured is longer than the schedule, the schedule is the figure, on its word: gaps shorter than it were taken by hand.
    /// </summary>
    /// <param name="records">Of one system.</param>
    /// <param name="repositories">Only copies in these count: those that survive.</param>
    /// <param name="exists">Whether a copy is still in its repository. One of them must be, and the newest of those gives the age.</param>
    public static Figure Of(
        IEnumerable<ProtectionRecord> records, IReadOnlySet<string> repositories, Func<ProtectionRecord, bool> exists, TimeSpan every, DateTimeOffset now)
    {
        var copies = records.Where(r => repositories.Contains(r.Repository) && r.Counts).ToArray();
        var points = PointsOf(copies, Newest);
        if (copies.Where(exists).Select(c => (DateTimeOffset?)c.TakenAt).Max() is not { } newest)
        {
            return Figure.Unknown;
        }

        var age = now - newest;
        var gaps = GapsOf(points).Select(g => g.Lost).ToArray();
        var longest = gaps.Append(age).Max();
        return longest < every ? Figure.Declared(every) : Figure.Measured(longest, Math.Max(1, gaps.Length), points[^1].VerifiedAt);
    }

    /// <summary>
    /// What a schedule that was not kept yet would lose at worst: one interval, and the longest that it took so far until a copy was
    /// verified. The schedule alone, on its word, where no copy was.
    /// </summary>
    /// <param name="records">Of one system.</param>
    /// <param name="repositories">Only copies in these count.</param>
    public static Figure Scheduled(IEnumerable<ProtectionRecord> records, IReadOnlySet<string> repositories, TimeSpan every)
    {
        var points = PointsOf(records.Where(r => repositories.Contains(r.Repository) && r.Counts), Newest);
        return points.IsEmpty
            ? Figure.Declared(every)
            : Figure.Extrapolated(every + points.Max(p => p.VerifiedAt - p.TakenAt), points.Length, points[^1].VerifiedAt);
    }

    /// <summary>Of every gap between two verified points when the later was verified, and what a disaster right before would have lost; the oldest first.</summary>
    /// <param name="records">Of one system.</param>
    public static ImmutableArray<(DateTimeOffset At, TimeSpan Lost)> Gaps(IEnumerable<ProtectionRecord> records) =>
        [.. GapsOf(PointsOf(records.Where(r => r.Counts), int.MaxValue - 1))];

    private static IEnumerable<(DateTimeOffset At, TimeSpan Lost)> GapsOf(ImmutableArray<(DateTimeOffset TakenAt, DateTimeOffset VerifiedAt)> points) =>
        points.Zip(points.Skip(1), (earlier, later) => (later.VerifiedAt, later.VerifiedAt - earlier.TakenAt));

    /// <summary>So many gaps of the newest ones, the oldest of them first: each with when the first of its copies was verified.</summary>
    private static ImmutableArray<(DateTimeOffset TakenAt, DateTimeOffset VerifiedAt)> PointsOf(IEnumerable<ProtectionRecord> copies, int gaps) =>
    [
        .. copies
            .GroupBy(r => r.TakenAt)
            .Select(point => (TakenAt: point.Key, VerifiedAt: point.Min(c => c.VerifiedAt!.Value)))
            .OrderBy(p => p.TakenAt)
            .TakeLast(gaps + 1),
    ];
}
