using System.Collections.Concurrent;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Format;

namespace Holdfast.Restic.Snapshots;

/// <summary>Snapshots out of a backend.</summary>
internal static class SnapshotReading
{
    /// <summary>All snapshots, oldest first; those of the same moment by their ids.</summary>
    /// <param name="onDamage">Told of each that cannot be read; when it returns the others are read on.</param>
    internal static async Task<IReadOnlyList<Snapshot>> LoadSnapshotsAsync(
        this IBackend backend, SealingKey key, Action<RepositoryException> onDamage, CancellationToken ct)
    {
        var files = await backend.ListAsync(FileKind.Snapshot, ct);
        ConcurrentBag<Snapshot> snapshots = [];
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct }, async (file, token) =>
        {
            try
            {
                var id = SnapshotId.Parse(file.File.Name);
                snapshots.Add(SnapshotFile.Decode(await UnpackedFile.LoadAsync(backend, key, file.File, token), id));
            }
            catch (RepositoryException e) when (e.Fault == RepositoryFault.NotFound)
            {
                // Forgotten by somebody between the listing and now: then it is no snapshot any more.
            }
            catch (RepositoryException e) when (e.Fault == RepositoryFault.Damaged)
            {
                onDamage(e);
            }
        });
        return [.. snapshots.OrderBy(s => s.Time).ThenBy(s => s.Id.ToString(), StringComparer.Ordinal)];
    }
}
