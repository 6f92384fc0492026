using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
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
        if (request.DryRun)
        {
            return MakeAsync(repository with { Backend = new DryRunBackend(repository.Backend) }, request, progress, ct);
        }

        return RepositoryLock.HoldAsync(
            repository, exclusive: false, request.LockPatience, token => MakeAsync(repository, request, progress, token), ct, request.PastUnreadableLocks);
    }

    private static async Task<BackupReport> MakeAsync(
        OpenRepository repository, BackupRequest request, IProgress<BackupProgress>? progress, CancellationToken ct)
    {
        var (clock, begun) = (repository.Clock, repository.Clock.GetTimestamp());
        var start = clock.GetLocalNow();
        var tally = new BackupTally(progress, request.Events, clock);
        var selection = new Selection(request, tally.Tell);

        // 1. What there is of the targets, and what the snapshot will say of itself.
        var targets = SourceTargets.Existing(request.Targets, tally);
        var snapshot = new Snapshot
        {
            Id = default, Time = request.Time ?? start, Tree = default,
            Paths = [.. request.Paths ?? targets.Select(TargetTree.PathOf)],
            HostName = request.HostName, UserName = Environment.UserName, UserId = ThisMachine.User, GroupId = ThisMachine.Group,
            Excludes = request.Excludes, Tags = [.. request.Tags.Distinct()], ProgramVersion = $"holdfast {EngineVersion.Text}",
        };
        var root = SourceTargets.Join(targets);

        // 2. The parent. One damaged snapshot file must not stop backups.
        var snapshots = await repository.Backend.LoadSnapshotsAsync(repository.Key, static _ => { }, ct);
        var parent = request.Parent.Find(snapshots, snapshot);

        // 3. Files to blobs, folders to trees.
        var index = await LoadIndexAsync(repository, request, ct);
        tally.Tell(new BackupEvent.Began(parent?.Id));
        await using var writer = repository.WriterBeside(index, ct);
        using var scanOver = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var scan = request.Scan ? StartScan(root, request, tally, scanOver.Token) : Task.CompletedTask;
        BlobId tree;
        try
        {
            var nodes = new NodeReading(request.WithAccessTimes);
            var concurrency = request.ReadConcurrency > 0 ? request.ReadConcurrency : Math.Max(2, Environment.ProcessorCount);
            await using var files = new FileReader(repository.Chunker, writer, nodes, tally, concurrency);
            var trees = new TreeReader(new(repository.Backend, repository.Key, index));
            var walk = new SourceWalk(files, nodes, writer, trees, selection, request.Changes, tally, clock);
            tree = await walk.RunAsync(root, parent?.Tree);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Not the caller gave up but a pack could not be stored. Flushing tells why.
            await writer.FlushAsync();
            throw;
        }
        finally
        {
            await scanOver.CancelAsync();
            await scan;
        }

        if (tree == Tree.Empty && targets.All(t => TargetTree.SourceOf(t) is { IsPlaced: false }))
        {
            throw new RepositoryException(
                RepositoryFault.Request, "snapshot is empty: of what was named nothing could be read, or all of it is excluded", "no snapshot was made");
        }

        await writer.FlushAsync();

        // 4. The snapshot, last.
        var summary = new SnapshotSummary(
            FileTime.Of(start), FileTime.Of(clock.GetLocalNow()),
            tally.Files(ItemChange.New), tally.Files(ItemChange.Modified), tally.Files(ItemChange.Unchanged),
            tally.Folders(ItemChange.New), tally.Folders(ItemChange.Modified), tally.Folders(ItemChange.Unchanged),
            writer.DataBlobs, writer.TreeBlobs, writer.PlaintextBytes, writer.StoredBytes,
            tally.FilesDone, tally.BytesDone);
        var missed = tally.Missed;
        IEnumerable<string> tags = missed.Count > 0 ? snapshot.Tags.Append(Snapshot.PartialTag) : snapshot.Tags;
        snapshot = snapshot with { Parent = parent?.Id, Tree = tree, Tags = [.. tags.Distinct()], Summary = summary };
        // In a dry run nothing was stored that could be looked at.
        if (request.Judge is { } judge && !request.DryRun)
        {
            snapshot = snapshot with { Tags = [.. snapshot.Tags.Concat(await judge(snapshot, parent, ct)).Distinct()] };
        }

        var isSkipped = request.SkipIfUnchanged && parent?.Tree == tree;
        ct.ThrowIfCancellationRequested();
        var id = isSkipped
            ? parent!.Id
            : SnapshotId.Parse((await UnpackedFile.SaveAsync(repository.Backend, repository.Key, FileKind.Snapshot, SnapshotFile.Encode(snapshot), ct)).Name);
        return new(
            id, parent?.Id,
            tally.Files(ItemChange.New), tally.Files(ItemChange.Modified), tally.Files(ItemChange.Unchanged),
            tally.BytesDone, writer.PlaintextBytes, writer.StoredBytes, [.. writer.Packs], missed, summary, clock.GetElapsedTime(begun))
        {
            IsSkipped = isSkipped,
        };
    }

    // A pack that is not there as the index says, or that is known to be damaged, is no reason to leave a blob out.
    private static async Task<RepositoryIndex> LoadIndexAsync(OpenRepository repository, BackupRequest request, CancellationToken ct)
    {
        var packs = (await repository.Backend.ListAsync(FileKind.Pack, ct)).ToDictionary(p => p.File.Name, p => p.Size);
        var index = await RepositoryIndex.LoadAsync(
            repository.Backend, repository.Key, p => !request.Anew && p.Id.ToString() is var name && packs.TryGetValue(name, out var size) && size == p.Size && !request.Distrusted.Contains(name),
            e => (e.Fault == RepositoryFault.Damaged ? request.PastDamagedIndex ?? throw e : throw e)(e), ct);
        return index.Contradictions.Count == 0 ? index : throw RepositoryException.Damaged(
            $"{index.Contradictions[0]}; nothing is added to such a repository", "run \"holdfast repo repair index\" on it");
    }

    // It recurses as the walk does, so it gets a deep stack of its own, too.
    private static Task StartScan(TargetTree root, BackupRequest request, BackupTally tally, CancellationToken ct)
    {
        var done = new TaskCompletionSource();
        var scan = new SourceScan(root, request, tally, ct);
        new Thread(
            () =>
            {
                try
                {
                    scan.Run();
                    done.SetResult();
                }
                catch (Exception e) // Carried over to whoever awaits the scan.
                {
                    done.SetException(e);
                }
            },
            maxStackSize: 64 << 20).Start();
        return done.Task;
    }
}
