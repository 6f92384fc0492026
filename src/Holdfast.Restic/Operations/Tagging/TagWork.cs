using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Locks;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Tagging;

/// <summary>Changes the tags of snapshots: files are never modified, so each becomes a new snapshot and then the old one goes.</summary>
internal static class TagWork
{
    /// <param name="progress">Told of each snapshot when its new file is stored and the old one removed.</param>
    internal static Task<TagReport> RunAsync(
        OpenRepository repository, TagRequest request, IProgress<TagChange>? progress, CancellationToken ct)
    {
        repository.RequireWritable();
        if (request.Set is null && request.Add.Count + request.Remove.Count == 0)
        {
            throw new RepositoryException(RepositoryFault.Request, "nothing to do!", "give --set, --add or --remove");
        }

        if (request.Set is not null && request.Add.Count + request.Remove.Count > 0)
        {
            throw new RepositoryException(RepositoryFault.Request, "--set and --add/--remove cannot be given at the same time");
        }

        return RepositoryLock.HoldAsync(
            repository, exclusive: true, request.LockPatience, held => RunLockedAsync(repository, held, request, progress, held.Lost), ct);
    }

    private static async Task<TagReport> RunLockedAsync(
        OpenRepository repository, RepositoryLock held, TagRequest request, IProgress<TagChange>? progress, CancellationToken ct)
    {
        var remarks = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var snapshots = await repository.Backend.LoadSnapshotsAsync(repository.Key, e => remarks.Enqueue(e.Message), ct);
        List<TagChange> changes = [];
        foreach (var snapshot in Chosen(snapshots, request, remarks.Enqueue))
        {
            if (request.Applied(snapshot.Tags) is var tags && !tags.SequenceEqual(snapshot.Tags))
            {
                var change = await ChangeAsync(repository, held, snapshot, tags, LeftBehind(snapshots, snapshot, tags), ct);
                changes.Add(change);
                progress?.Report(change);
            }
        }

        return new(changes, [.. remarks]);
    }

    private static IEnumerable<Snapshot> Chosen(IReadOnlyList<Snapshot> snapshots, TagRequest request, Action<string> remark)
    {
        if (request.Named.Count == 0)
        {
            // Whoever means the recovery points of a host does not mean to lose its plan from sight.
            return snapshots.Where(s => !s.IsRecord && request.Filter.Matches(s));
        }

        var (found, unknown) = snapshots.FindAll(request.Named, request.Filter);
        unknown.ToList().ForEach(remark);
        return found;
    }

    // The very snapshot that this one is to become: an interrupted change stored it and did not come to remove this one.
    private static SnapshotId? LeftBehind(IReadOnlyList<Snapshot> snapshots, Snapshot snapshot, IReadOnlyList<string> tags) =>
        snapshots.FirstOrDefault(s =>
            s.Id != snapshot.Id && s.Original == (snapshot.Original ?? snapshot.Id) && s.IsLike(snapshot with { Tags = tags })
            && s.Tags.SequenceEqual(tags))?.Id;

    private static async Task<TagChange> ChangeAsync(
        OpenRepository repository, RepositoryLock held, Snapshot snapshot, IReadOnlyList<string> tags, SnapshotId? stored, CancellationToken ct)
    {
        var old = new FileName(FileKind.Snapshot, snapshot.Id.ToString());
        await held.ConfirmAsync(ct);
        var id = stored ?? await SaveAsync(repository, old, snapshot, tags, ct);

        // The new one is there; cut off here, there would be both, and nothing lost.
        await held.ConfirmAsync(ct);
        await repository.Backend.RemoveAsync(old, ct);
        return new(snapshot.Id, id);
    }

    private static async Task<SnapshotId> SaveAsync(
        OpenRepository repository, FileName old, Snapshot snapshot, IReadOnlyList<string> tags, CancellationToken ct)
    {
        var json = await UnpackedFile.LoadAsync(repository.Backend, repository.Key, old, ct);
        var saved = await UnpackedFile.SaveAsync(
            repository.Backend, repository.Key, FileKind.Snapshot, SnapshotFile.WithTags(json, snapshot, tags), ct, repository.Config.Version);
        return SnapshotId.Parse(saved.Name);
    }
}
