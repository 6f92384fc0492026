using System.Collections.Immutable;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories;

/// <summary>
/// Finds what systems can be brought back from: the snapshots that exist, whatever any job said about them. A partial snapshot is no
/// recovery point, and neither is a suspect one that no operator accepted, nor one that a returning primary took after another site had become active.
/// </summary>
public static class RecoveryPoints
{
    /// <summary>
    /// The newest point of each system over all repositories; of equal ones a verified one, then the first repository's in the system's
    /// own order.
    /// </summary>
    /// <param name="records">What is known of verification: a copy that could not be read back is no recovery point; one that they do not mention is not verified yet.</param>
    /// <param name="epochs">Who is active since when.</param>
    /// <param name="notAfter">The disaster: what was written after it began is what the disaster wrote. Null: no one knows when it began, so nothing is cut off.</param>
    /// <param name="now">A point dated later was dated by a clock that runs wrong: it is taken when nothing else is there.</param>
    public static async Task<ImmutableArray<RecoveryPoint>> NewestAsync(
        IEnumerable<ProtectedSystem> systems,
        OpenRepositories repositories,
        IReadOnlyCollection<ProtectionRecord> records,
        EpochRecord epochs,
        DateTimeOffset? notAfter,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var verified = records.Where(r => r.Counts).Select(r => (r.Repository, r.Snapshot!)).ToHashSet();
        var spoilt = records.Where(r => r is { Snapshot: not null, Counts: false }).Select(r => (r.Repository, r.Snapshot!)).ToHashSet();
        var snapshots = new Dictionary<string, IReadOnlyList<Snapshot>>();
        foreach (var (name, repository) in repositories.Open)
        {
            snapshots[name] = await repository.ReadableSnapshotsAsync(cancellationToken);
        }

        return
        [
            .. systems
                .Select(system => (system.Protection?.To ?? [])
                    .Where(snapshots.ContainsKey)
                    .SelectMany(name => snapshots[name]
                        .Where(s => s.Tags.Contains(Tags.System(system.Name)) && !s.IsPartial)
                        .Where(s => !s.Tags.Contains(CaptureOrder.SuspectTag) || verified.Contains((name, s.Id.ToString())))
                        .Where(s => !(s.Time > notAfter) && !spoilt.Contains((name, s.Id.ToString())))
                        .Where(s => epochs.StillCounts(s, system.Name))
                        .Select(s => new RecoveryPoint(
                            system.Name, name, s.Id.ToString(), s.Time, s.Summary?.TotalBytesProcessed, verified.Contains((name, s.Id.ToString())))))
                    .OrderBy(p => ClockDoubt.IsAhead(p.TakenAt, now))
                    .ThenByDescending(p => p.TakenAt)
                    .ThenByDescending(p => p.Verified)
                    .FirstOrDefault())
                .OfType<RecoveryPoint>(),
        ];
    }
}
