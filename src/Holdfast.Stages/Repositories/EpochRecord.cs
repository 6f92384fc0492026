using System.Collections.Immutable;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Stages.Repositories;

/// <summary>
/// Who is active since when. A failover begins a new epoch; what a system of an older epoch wrote after that moment is never the
/// newest recovery point, so that a primary which comes back cannot bury good data under its own.
/// </summary>
/// <param name="Begins">When each epoch began; none for epoch 0, which was always.</param>
public sealed record EpochRecord(ImmutableSortedDictionary<int, DateTimeOffset> Begins)
{
    public int Current => Begins.IsEmpty ? 0 : Begins.Keys.Max();

    public static EpochRecord In(IEnumerable<Snapshot> snapshots) => new(snapshots
        .Where(s => s.Tags.Contains(Tags.Epoch))
        .GroupBy(s => Tags.EpochOf(s.Tags))
        .ToImmutableSortedDictionary(g => g.Key, g => g.Min(s => s.Time)));

    /// <summary>Whether a point of that epoch, showing that moment, was taken while its epoch was the newest.</summary>
    public bool StillCounts(int epoch, DateTimeOffset takenAt) => !Begins.Any(later => later.Key > epoch && takenAt > later.Value);
}
