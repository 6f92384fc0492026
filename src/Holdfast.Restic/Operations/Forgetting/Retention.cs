using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Forgetting;

/// <summary>What a policy says about the snapshots of one group: which stay and why, and which go. Both newest first.</summary>
public sealed record Retention(IReadOnlyList<KeptSnapshot> Keep, IReadOnlyList<Snapshot> Remove)
{
    /// <summary>Holdfast's own records are no recovery points: no policy counts them or lets them go.</summary>
    private const string RecordReason = "record of holdfast";

    /// <summary>No recovery point would be left of those that are there.</summary>
    public bool RemovesAll => Remove.Count > 0 && Keep.All(k => k.Snapshot.IsRecord);

    /// <param name="now">Snapshots from later than this do not count as the newest: someone's clock was wrong.</param>
    /// <param name="zone">Where this machine is; see <see cref="KeepSpan.Before"/>.</param>
    public static Retention Of(IEnumerable<Snapshot> group, KeepPolicy policy, DateTimeOffset now, TimeZoneInfo zone)
    {
        List<Snapshot> sorted = [.. group.OrderByDescending(s => s.Time)];
        List<Snapshot> counted = [.. sorted.Where(s => !s.IsRecord)];
        var rules = KeepRule.Of(policy, NewestOf(counted, now), zone);
        var reasons = new Dictionary<Snapshot, List<string>>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < counted.Count; i++)
        {
            var isOldest = i == counted.Count - 1;
            reasons[counted[i]] = [.. rules.Select(r => r.ReasonToKeep(counted[i], i, isOldest)).OfType<string>()];
        }

        foreach (var record in sorted.Where(s => s.IsRecord))
        {
            reasons[record] = [RecordReason];
        }

        return new(
            [.. sorted.Where(s => reasons[s].Count > 0).Select(s => new KeptSnapshot(s, reasons[s]))],
            [.. sorted.Where(s => reasons[s].Count == 0)]);
    }

    private static DateTimeOffset? NewestOf(List<Snapshot> sorted, DateTimeOffset now) => sorted.Find(s => s.Time < now)?.Time;
}
