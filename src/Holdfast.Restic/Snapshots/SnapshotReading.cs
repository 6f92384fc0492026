using System.Collections.Concurrent;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
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
        ConcurrentDictionary<FileName, RepositoryException> vanished = [];
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct }, async (file, token) =>
        {
            try
            {
                var id = SnapshotId.Parse(file.File.Name);
                snapshots.Add(SnapshotFile.Decode(await UnpackedFile.LoadAsync(backend, key, file.File, token), id));
            }
            catch (RepositoryException e) when (e.Fault == RepositoryFault.NotFound)
            {
                vanished[file.File] = e;
            }
            catch (RepositoryException e) when (e.IsUnreadable)
            {
                onDamage(e);
            }
        });
        if (!vanished.IsEmpty)
        {
            // Forgotten by someone between the listing and now, and then no snapshot any more; unless it is listed still: some servers say
            // "not there" whatever went wrong.
            var listed = await backend.ListAsync(FileKind.Snapshot, ct);
            foreach (var file in listed.Select(l => l.File).Where(vanished.ContainsKey))
            {
                onDamage(new(
                    RepositoryFault.Storage, $"{file} is listed but cannot be found: {vanished[file].Message}", inner: vanished[file], isTransient: true));
            }
        }

        return [.. snapshots.OrderBy(s => s.Time).ThenBy(s => s.Id.ToString(), StringComparer.Ordinal)];
    }
}
