using Holdfast.Restic;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories;

/// <summary>The snapshots that can be read: a damaged one must not stand between an operator and the good ones.</summary>
internal static class ReadableSnapshots
{
    public static Task<IReadOnlyList<Snapshot>> ReadableSnapshotsAsync(this Repository repository, CancellationToken cancellationToken) =>
        repository.SnapshotsAsync(static _ => { }, cancellationToken);
}
