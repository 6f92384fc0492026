using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Operations.Locks;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Repairs;

/// <summary>Makes copies of damaged snapshots that refer only to what is there: first a plan, then trees, their index, the new snapshots; originals go last.</summary>
internal sealed class SnapshotRepair
{
    private readonly OpenRepository _repository;
    private readonly SnapshotRepairRequest _request;

    // None in a dry run.
    private readonly RepositoryLock? _held;
    private readonly IProgress<RepairProgress>? _progress;
    private readonly List<RepositoryException> _failures = [];

    private SnapshotRepair(OpenRepository repository, SnapshotRepairRequest request, IProgress<RepairProgress>? progress, RepositoryLock? held = null) =>
        (_repository, _request, _progress, _held) = (repository, request, progress, held);

    internal static Task<SnapshotRepairReport> RunAsync(
        OpenRepository repository, SnapshotRepairRequest request, IProgress<RepairProgress>? progress, CancellationToken ct)
    {
        if (request.DryRun)
        {
            return new SnapshotRepair(repository, request, progress).RunAsync(ct);
        }

        repository.RequireWritable();
        return RepositoryLock.HoldAsync(
            repository, exclusive: true, request.LockPatience,
            held => new SnapshotRepair(repository, request, progress, held).RunAsync(held.Lost), ct);
    }

    private async Task<SnapshotRepairReport> RunAsync(CancellationToken ct)
    {
        var all = await _repository.Backend.LoadSnapshotsAsync(_repository.Key, _failures.Add, ct);
        var index = await LoadIndexAsync(ct);
        var blobs = new BlobReader(_repository.Backend, _repository.Key, index);
        var plan = await PlanAsync(_request.Snapshots.ChooseFrom(all, _failures.Add), all, index, blobs, ct);
        return new(_request.DryRun ? plan : await ExecuteAsync(plan, index, blobs, ct), [.. _failures]);
    }

    // What the index does not know counts as lost, so the index must be right, and the listing that it is held against.
    private async Task<RepositoryIndex> LoadIndexAsync(CancellationToken ct)
    {
        const string hint = "run \"holdfast repo repair index\" first; what is there but not listed would be taken for lost";
        var index = await RepositoryIndex.LoadAsync(
            _repository.Backend, _repository.Key, static _ => true, static e => throw new RepositoryException(e.Fault, e.Message, hint, e), ct);
        if (index.Contradictions.Count > 0)
        {
            throw RepositoryException.Damaged(index.Contradictions[0], hint);
        }

        var stored = (await _repository.Backend.ListAsync(FileKind.Pack, ct)).ToDictionary(p => p.File.Name, p => p.Size);
        foreach (var pack in index.Packs.Values)
        {
            if (!stored.Remove(pack.Id.ToString(), out var size))
            {
                throw RepositoryException.Damaged($"pack {pack.Id}, which the index lists, is not there", hint);
            }

            if (size != pack.Size)
            {
                throw RepositoryException.Damaged(
                    $"pack {pack.Id} is {size} bytes long; by the index it must be {pack.Size}",
                    $"run \"holdfast repo repair packs {pack.Id}\" first");
            }
        }

        return stored.Count == 0 || index.Packs.Count > 0 ? index : throw RepositoryException.Damaged("there are packs, but no index lists any", hint);
    }

    private async Task<List<SnapshotRepairResult>> PlanAsync(
        IReadOnlyList<Snapshot> chosen, IReadOnlyList<Snapshot> all, RepositoryIndex index, BlobReader blobs, CancellationToken ct)
    {
        var trees = new TreeRepair(index, blobs, static tree => ValueTask.FromResult(BlobId.Of(tree)));
        List<SnapshotRepairResult> plan = [];
        foreach (var snapshot in chosen)
        {
            try
            {
                var repaired = await trees.RepairAsync(snapshot.Tree, ct);
                plan.Add(new(snapshot, repaired?.Tree, repaired?.Changes ?? [new("dir", "/", "not readable")])
                {
                    RepairedBefore = repaired is null || repaired.Tree == snapshot.Tree ? null
                        : all.FirstOrDefault(s => s.Original == snapshot.Id && s.Tree == repaired.Tree)?.Id,
                });
            }
            catch (RepositoryException e) when (e.Fault == RepositoryFault.Unsupported)
            {
                _failures.Add(new(e.Fault, $"snapshot {snapshot.Id.ShortForm}: {e.Message}", e.Hint, e));
            }

            _progress?.Report(new(plan.Count, chosen.Count));
        }

        return plan;
    }

    private async Task<List<SnapshotRepairResult>> ExecuteAsync(
        List<SnapshotRepairResult> plan, RepositoryIndex index, BlobReader blobs, CancellationToken ct)
    {
        // 1. Trees, and the index of them.
        await using (var writer = new BlobWriter(_repository.Backend, _repository.Key, index, ct, _repository.Writing))
        {
            var trees = new TreeRepair(index, blobs, tree => SaveTreeAsync(tree, writer, index, blobs, ct));
            foreach (var result in plan.Where(r => r.IsModified))
            {
                if ((await trees.RepairAsync(result.Snapshot.Tree, ct))?.Tree != result.Tree)
                {
                    throw new RepositoryException(
                        RepositoryFault.Storage, $"snapshot {result.Snapshot.Id.ShortForm} read otherwise than a moment ago; no snapshot was changed",
                        "find out whether the storage can be relied on, and try again", isTransient: true);
                }
            }

            await writer.FlushAsync();
        }

        // 2. Snapshots, and only then the originals.
        List<SnapshotRepairResult> done = [];
        foreach (var result in plan)
        {
            done.Add(result.IsDamaged ? await ReplaceAsync(result, ct) : result);
        }

        return done;
    }

    private static async ValueTask<BlobId> SaveTreeAsync(byte[] tree, BlobWriter writer, RepositoryIndex index, BlobReader blobs, CancellationToken ct)
    {
        var handle = new BlobHandle(BlobType.Tree, BlobId.Of(tree));
        if (index.Contains(handle))
        {
            // It will not be stored again, so what is stored must be good: this throws when it is not.
            await blobs.ReadAsync(handle, ct);
        }

        return await writer.SaveAsync(BlobType.Tree, tree);
    }

    private async Task<SnapshotRepairResult> ReplaceAsync(SnapshotRepairResult result, CancellationToken ct)
    {
        var old = result.Snapshot;
        var oldFile = new FileName(FileKind.Snapshot, old.Id.ToString());
        if (result.IsModified)
        {
            var edit = new SnapshotEdit(
                result.Tree, old.Id, _request.Forget ? null : [.. old.Tags.Append(SnapshotRepairRequest.RepairedTag).Distinct()]);
            var json = edit.Apply(await UnpackedFile.LoadAsync(_repository.Backend, _repository.Key, oldFile, ct), old.Id);
            var file = await UnpackedFile.SaveAsync(_repository.Backend, _repository.Key, FileKind.Snapshot, json, ct);
            result = result with { Saved = SnapshotId.Parse(file.Name) };
        }

        if (!_request.Forget)
        {
            return result;
        }

        await _held!.RemoveAsync(oldFile, ct);
        return result with { IsRemoved = true };
    }
}
