using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Repositories;

/// <summary>Which copies a prediction may count on when an operator says which points are to be brought back.</summary>
public static class WishedCopies
{
    /// <param name="exists">Whether a copy is there.</param>
    /// <param name="since">When the disaster begins; null: now.</param>
    public static Func<ProtectionRecord, bool> Of(
        Func<ProtectionRecord, bool> exists, IEnumerable<ProtectionRecord> copies, PointWish wish, DateTimeOffset? since)
    {
        var named = wish.Points.ToDictionary(
            p => p.System,
            p => copies.Where(c => c.System == p.System && c.Snapshot?.StartsWith(p.Snapshot, StringComparison.Ordinal) == true).Select(c => (DateTimeOffset?)c.TakenAt).Max()
                ?? DateTimeOffset.MinValue);
        return copy => exists(copy)
            && !(copy.TakenAt > since)
            && !(copy.TakenAt > wish.At)
            && (!named.TryGetValue(copy.System, out var newest) || copy.TakenAt <= newest);
    }
}
