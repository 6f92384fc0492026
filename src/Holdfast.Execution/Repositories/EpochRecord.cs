using System.Collections.Immutable;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories;

/// <summary>
/// Who is active since when. A failover begins a new epoch; what a system of an older epoch wrote after that moment is never the
/// newest recovery point, so that a primary which comes back cannot bury good data under its own.
/// </summary>
/// <param name="Begins">When each epoch began; none for epoch 0, which was always.</param>
/// <param name="Moves">For each system that a failover moved: the newest such move.</param>
/// <param name="Runs">The failover that began each epoch.</param>
public sealed record EpochRecord(
    ImmutableSortedDictionary<int, DateTimeOffset> Begins,
    ImmutableDictionary<string, Move> Moves,
    ImmutableDictionary<int, string> Runs)
{
    public int Current => Begins.IsEmpty ? 0 : Begins.Keys.Max();

    public static EpochRecord In(IEnumerable<Snapshot> snapshots)
    {
        var epochs = snapshots.Where(s => s.Tags.Contains(Tags.Epoch)).GroupBy(s => Tags.EpochOf(s.Tags)).OrderBy(g => g.Key).ToArray();
        var moves = ImmutableDictionary.CreateBuilder<string, Move>();
        var runs = ImmutableDictionary.CreateBuilder<int, string>();
        foreach (var snapshot in epochs.SelectMany(epoch => epoch))
        {
            runs[Tags.EpochOf(snapshot.Tags)] = Tags.RunOf(snapshot.Tags) ?? "a failover";
            foreach (var (system, host) in Tags.ActiveIn(snapshot.Tags))
            {
                moves[system] = new(host, runs[Tags.EpochOf(snapshot.Tags)], snapshot.Time);
            }
        }

        return new(epochs.ToImmutableSortedDictionary(g => g.Key, g => g.Min(s => s.Time)), moves.ToImmutable(), runs.ToImmutable());
    }

    /// <summary>Whether a point of that epoch, showing that moment, was taken while its epoch was the newest.</summary>
    public bool StillCounts(int epoch, DateTimeOffset takenAt) => !Begins.Any(later => later.Key > epoch && takenAt > later.Value);

    public int? BegunBy(string run) => Runs.Where(r => r.Value == run).Select(r => (int?)r.Key).FirstOrDefault();

    /// <summary>Where a system has moved to, unless it is still, or again, active on that host.</summary>
    public Move? MovedFrom(string host, string system) => Moves.TryGetValue(system, out var move) && move.Host != host ? move : null;
}

/// <summary>A failover made a system active on another host.</summary>
public sealed record Move(string Host, string Run, DateTimeOffset At);
