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
    /// <param name="notAfter">The disaster: what was written after it began is what the disaster wrote.</param>
    public static async Task<ImmutableArray<RecoveryPoint>> NewestAsync(
        IEnumerable<ProtectedSystem> systems,
        OpenRepositories repositories,
        IReadOnlyCollection<ProtectionRecord> records,
        DateTimeOffset notAfter,
        CancellationToken cancellationToken)
    {
        var verified = records.Where(r => r.Counts).Select(r => (r.Repository, r.Snapshot!)).ToHashSet();
        var spoilt = records.Where(r => r is { Snapshot: not null, Counts: false }).Select(r => (r.Repository, r.Snapshot!)).ToHashSet();
        var snapshots = new Dictionary<string, IReadOnlyList<Snapshot>>();
        foreach (var (name, repository) in repositories.Open)
        {
            snapshots[name] = await repository.ReadableSnapshotsAsync(cancellationToken);
        }

        var epochs = EpochRecord.In(snapshots.Values.SelectMany(s => s));
        return
        [
            .. systems
                .Select(system => (system.Protection?.To ?? [])
                    .Where(snapshots.ContainsKey)
                    .SelectMany(name => snapshots[name]
                        .Where(s => s.Tags.Contains(Tags.System(system.Name)) && !s.IsPartial)
                        .Where(s => !s.Tags.Contains(CaptureOrder.SuspectTag) || verified.Contains((name, s.Id.ToString())))
                        .Where(s => s.Time <= notAfter && !spoilt.Contains((name, s.Id.ToString())))
                        .Where(s => epochs.StillCounts(Tags.EpochOf(s.Tags), s.Time))
                        .Select(s => new RecoveryPoint(
                            system.Name, name, s.Id.ToString(), s.Time, s.Summary?.TotalBytesProcessed, verified.Contains((name, s.Id.ToString())))))
                    .OrderByDescending(p => p.TakenAt)
                    .ThenByDescending(p => p.Verified)
                    .FirstOrDefault())
                .OfType<RecoveryPoint>(),
        ];
    }
}
