using System.Collections.Immutable;

namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>What a new copy of a system is held against: its last good copy, and how far its copies have differed from one to the next.</summary>
/// <param name="Last">The newest copy that counts; null: there is none of the same data.</param>
/// <param name="Snapshots">The same of each repository.</param>
/// <param name="FilesFellTo">The least share of its files that one copy kept of the one before and still counted; 1: it never fell.</param>
/// <param name="HeldFellTo">The same of its bytes.</param>
/// <param name="Changed">The most that ever changed from one copy to the next.</param>
public sealed record Baseline(
    ProtectionRecord? Last, ImmutableSortedDictionary<string, string> Snapshots, double FilesFellTo, double HeldFellTo, double Changed)
{
    /// <summary>What happened longer ago says nothing about what is usual.</summary>
    private const int Newest = 30;

    public static Baseline Nothing { get; } = new(null, ImmutableSortedDictionary<string, string>.Empty, 1, 1, 0);

    /// <param name="records">Of any systems, in any order.</param>
    /// <param name="data">What the plan says the data is now; copies of something else are no past of it.</param>
    public static Baseline Of(IEnumerable<ProtectionRecord> records, string system, string data)
    {
        var good = records
            .Where(r => r.System == system && r.Counts && (r.Data is null || r.Data == data))
            .OrderBy(r => r.TakenAt)
            .ToArray();
        if (good.Length == 0)
        {
            return Nothing;
        }

        var points = good.DistinctBy(r => r.TakenAt).TakeLast(Newest).ToArray();
        var pairs = points.Zip(points.Skip(1)).ToArray();
        return new(
            points[^1],
            good.GroupBy(r => r.Repository).ToImmutableSortedDictionary(r => r.Key, r => r.Last().Snapshot!),
            pairs.Select(p => ShareOf(p.First.Files, p.Second.Files)).Append(1).Min(),
            pairs.Select(p => ShareOf(p.First.Held, p.Second.Held)).Append(1).Min(),
            points.Select(p => p.Changed ?? 0).Max());
    }

    private static double ShareOf(long? before, long? after) => before > 0 && after is { } now ? (double)now / before.Value : 1;
}
