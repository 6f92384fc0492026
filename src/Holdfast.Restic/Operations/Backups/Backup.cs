using Holdfast.Restic.Backends;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Operations.Locks;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>Makes a snapshot: packs first, then the index of them, then the snapshot; a crash at any point leaves all earlier ones whole.</summary>
internal static class Backup
{
    internal static Task<BackupReport> RunAsync(
        OpenRepository repository, BackupRequest request, IProgress<BackupProgress>? progress, CancellationToken ct)
    {
        repository.RequireWritable();
        return RepositoryLock.HoldAsync(
            repository, exclusive: false, request.LockPatience, token => MakeAsync(repository, request, progress, token), ct);
    }

    private static async Task<BackupReport> MakeAsync(
        OpenRepository repository, BackupRequest request, IProgress<BackupProgress>? progress, CancellationToken ct)
    {
        var (clock, begun) = (repository.Clock, repository.Clock.GetTimestamp());
        var start = clock.GetLocalNow();
        var targets = TargetTree.Build(request.Targets);
        IReadOnlyList<string> paths =
            [.. (request.Paths ?? request.Targets.Select(TargetTree.PathOf)).Order(StringComparer.Ordinal)];

        // 1. The parent. One damaged snapshot file must not stop backups.
        var snapshots = await repository.Backend.LoadSnapshotsAsync(repository.Key, static _ => { }, ct);
        var time = request.Time ?? start;
        var parent = snapshots.LastOrDefault(s =>
            s.HostName == request.HostName && s.Time <= time && s.Paths.Order(StringComparer.Ordinal).SequenceEqual(paths));

        // 2. What the repository has. A pack that is not there as the index says is no reason to leave a blob out.
        var packs = (await repository.Backend.ListAsync(FileKind.Pack, ct)).ToDictionary(p => p.File.Name, p => p.Size);
        var index = await RepositoryIndex.LoadAsync(
            repository.Backend, repository.Key, p => packs.TryGetValue(p.Id.ToString(), out var size) && size == p.Size,
            static e => throw e, ct);
        if (index.Contradictions.Count > 0)
        {
            throw RepositoryException.Damaged(
                $"{index.Contradictions[0]}; nothing is added to such a repository", "run \"restic repair index\" on it");
        }

        // 3. Files to blobs, folders to trees.
        var tally = new BackupTally(progress, clock);
        await using var writer = repository.WriterBeside(index, ct);
        BlobId tree;
        await using (var files = new FileReader(repository.Chunker, writer, tally))
        {
            var trees = new TreeReader(new(repository.Backend, repository.Key, index));
            var walk = new SourceWalk(files, writer, trees, new(request.Excludes), tally, request.ReadAll, clock);
            try
            {
                tree = await walk.RunAsync(targets, parent?.Tree);
                if (walk.TargetsFound == 0 && request.Targets.Any(t => t is PathTarget))
                {
                    throw new RepositoryException(
                        RepositoryFault.Request,
                        $"nothing to back up: {string.Join("; ", tally.Missed.Select(m => m.Why))}",
                        "check the path, and that what should be mounted there is; no snapshot was made");
                }
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                // Not the caller gave up but a pack could not be stored. Flushing tells why.
                await writer.FlushAsync();
                throw;
            }
        }

        await writer.FlushAsync();

        // 4. The snapshot, last.
        var missed = tally.Missed;
        var summary = new SnapshotSummary(
            FileTime.Of(start), FileTime.Of(clock.GetUtcNow()),
            tally.FilesNew, tally.FilesChanged, tally.FilesUnmodified,
            tally.FoldersNew, tally.FoldersChanged, tally.FoldersUnmodified,
            writer.DataBlobs, writer.TreeBlobs, writer.PlaintextBytes, writer.StoredBytes,
            tally.FilesDone, tally.BytesDone);
        IEnumerable<string> tags = missed.Count > 0 ? request.Tags.Append(Snapshot.PartialTag) : request.Tags;
        var snapshot = new Snapshot
        {
            Id = default, Time = time, Parent = parent?.Id, Tree = tree, Paths = paths,
            HostName = request.HostName, UserName = Environment.UserName, UserId = ThisMachine.User, GroupId = ThisMachine.Group,
            Excludes = request.Excludes, Tags = [.. tags.Distinct()], ProgramVersion = $"holdfast {Repository.ProgramVersion}", Summary = summary,
        };
        ct.ThrowIfCancellationRequested();
        var file = await UnpackedFile.SaveAsync(repository.Backend, repository.Key, FileKind.Snapshot, SnapshotFile.Encode(snapshot), ct);
        return new(
            SnapshotId.Parse(file.Name), parent?.Id,
            tally.FilesNew, tally.FilesChanged, tally.FilesUnmodified,
            tally.BytesDone, writer.PlaintextBytes, writer.StoredBytes, [.. writer.Packs], missed, summary, clock.GetElapsedTime(begun));
    }
}
