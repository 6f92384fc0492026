using System.Collections.Concurrent;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Operations.Locks;
using Holdfast.Restic.Packs;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Pruning;

/// <summary>
/// Deletes what no snapshot uses. All is decided before anything is touched, and in doubt nothing is: a listing that looks short, a size that
/// is not the index's, a snapshot or a tree that cannot be read. It may be cut off anywhere; what is left is a good repository with some packs
/// too many, and the next prune finishes.
/// </summary>
internal sealed class Prune
{
    private const int RemovalsAtOnce = 4;

    private readonly OpenRepository _repository;
    private readonly PruneRequest _request;
    private readonly RepositoryLock? _lock;
    private readonly IProgress<PruneProgress>? _progress;
    private readonly ConcurrentQueue<PackId> _notRemoved = [];

    private Prune(OpenRepository repository, PruneRequest request, RepositoryLock? held, IProgress<PruneProgress>? progress) =>
        (_repository, _request, _lock, _progress) = (repository, request, held, progress);

    /// <param name="onPlan">Told of the plan before it is carried out.</param>
    internal static Task<PruneReport> RunAsync(
        OpenRepository repository, PruneRequest request, Action<PrunePlan>? onPlan, IProgress<PruneProgress>? progress, CancellationToken ct) =>
        request.NoLock
            ? RunLockedAsync(repository, null, request, new HashSet<SnapshotId>(), onPlan, progress, ct)
            : RepositoryLock.HoldAsync(
                repository, exclusive: true, request.LockPatience,
                held => RunLockedAsync(repository, held, request, new HashSet<SnapshotId>(), onPlan, progress, held.Lost),
                ct);

    /// <param name="held">The exclusive lock; null: nothing may be changed.</param>
    /// <param name="forgotten">Snapshots that are gone, or are to be taken as gone.</param>
    internal static async Task<PruneReport> RunLockedAsync(
        OpenRepository repository, RepositoryLock? held, PruneRequest request, IReadOnlySet<SnapshotId> forgotten,
        Action<PrunePlan>? onPlan, IProgress<PruneProgress>? progress, CancellationToken ct)
    {
        RefuseRequest(repository, request, held);
        var begun = repository.Clock.GetTimestamp();
        var prune = new Prune(repository, request, held, progress);
        var work = await prune.PlanAsync(forgotten, ct);
        onPlan?.Invoke(work.Plan);
        if (!request.DryRun && !work.Plan.IsEmpty)
        {
            await prune.CarryOutAsync(work, ct);
        }

        return new(work.Plan, [.. prune._notRemoved], repository.Clock.GetElapsedTime(begun));
    }

    private static void RefuseRequest(OpenRepository repository, PruneRequest request, RepositoryLock? held)
    {
        if (held is null && !request.DryRun)
        {
            throw new RepositoryException(
                RepositoryFault.Request, "nothing can be pruned without a lock", "leave --no-lock out, or only look with --dry-run");
        }

        repository.RequireWritable();
        if (request.RepackSmallerThan > repository.Writing.TargetSize)
        {
            throw new RepositoryException(
                RepositoryFault.Request, $"packs are {repository.Writing.TargetSize >> 20} MiB large, so merging larger ones would never end",
                "give a smaller size to --repack-smaller-than");
        }

        if (request.RecoverNoFreeSpace is { } id && id != repository.Config.Id)
        {
            throw new RepositoryException(
                RepositoryFault.Request, $"\"{id}\" is not the id of this repository",
                $"if you are sure, pass {repository.Config.Id} to --unsafe-recover-no-free-space");
        }
    }

    private async Task<PruneWork> PlanAsync(IReadOnlySet<SnapshotId> forgotten, CancellationToken ct)
    {
        // 1. Snapshots before the index, so that what a listed snapshot needs is in it. Any damage ends it here.
        var all = await _repository.Backend.LoadSnapshotsAsync(_repository.Key, static e => throw e, ct);
        List<Snapshot> snapshots = [.. all.Where(s => !forgotten.Contains(s.Id))];
        var index = await RepositoryIndex.LoadAsync(_repository.Backend, _repository.Key, static _ => true, static e => throw e, ct);
        if (index.Contradictions.Count > 0)
        {
            throw RepositoryException.Damaged($"{index.Contradictions[0]}, so nothing is pruned", "run \"holdfast repo repair index\"");
        }

        // 2. Everything that they use.
        var used = await UsedBlobs.OfAsync(
            snapshots, new(new(_repository.Backend, _repository.Key, index)), new TreesToProgress(_progress), ct);

        // 3. The packs that are there.
        var stored = await StoredPacksAsync(index, ct);
        RefuseToEmpty(snapshots, isEmpty: index.BlobCount == 0 && stored.Count == 0, forgotten);
        var survey = PruneSurvey.Make(index, used, p => stored.TryGetValue(p.Id, out var size) && size == p.Size);
        var plan = new PrunePlanner(_request, survey, _repository.Writing.TargetSize).Decide(stored) with
        {
            ListedTwice = [.. index.ListedTwice],
        };
        return new(plan, index, used, [.. all.Select(s => s.Id.ToString())]);
    }

    // Also when no index is listed: packs that no one knows of may be all that a half-finished copy or mount of the repository shows.
    private void RefuseToEmpty(List<Snapshot> snapshots, bool isEmpty, IReadOnlySet<SnapshotId> forgotten)
    {
        if (snapshots.Count == 0 && !isEmpty && forgotten.Count == 0 && !_request.AllowRemoveAll)
        {
            throw new RepositoryException(
                RepositoryFault.Request,
                $"no snapshot is listed in {_repository.Backend.Location}, but there is data, so nothing is pruned: the listing may be wrong",
                "if all snapshots were forgotten on purpose, or the first backup was cut off, prune with --unsafe-allow-remove-all");
        }
    }

    private async Task<Dictionary<PackId, long>> StoredPacksAsync(RepositoryIndex index, CancellationToken ct)
    {
        var listed = await _repository.Backend.ListAsync(FileKind.Pack, ct);
        var stored = listed.ToDictionary(p => PackId.Parse(p.File.Name), p => p.Size);
        foreach (var pack in index.Packs.Keys.Where(p => !stored.ContainsKey(p)))
        {
            // A pack that is not listed: is it gone, or is the listing short? One that is short must not decide about anything.
            if (await _repository.Backend.SizeAsync(PackReading.FileOf(pack), ct) is not null)
            {
                throw new RepositoryException(
                    RepositoryFault.Storage,
                    $"the list of packs in {_repository.Backend.Location} is not complete: pack {pack} is there but not in it, so nothing is pruned",
                    "find out why the storage lists less than it has; try again later", isTransient: true);
            }
        }

        return stored;
    }

    private async Task CarryOutAsync(PruneWork work, CancellationToken ct)
    {
        var plan = work.Plan;
        await RequireUnchangedAsync(work, ct);

        // 1. What no index knows is in no one's way, and its space may be needed.
        await RemovePacksAsync(plan.Unreferenced, ct);

        // 2. New packs and their index.
        HashSet<PackId> going = [.. plan.Repack, .. plan.Remove, .. plan.Missing];
        if (plan.Repack.Count > 0)
        {
            await Repack.RunAsync(_repository, work.Index, plan.Repack, going, work.Used, _progress, ct);
        }

        if (going.Count + plan.ListedTwice.Count == 0)
        {
            return;
        }

        // 3. An index that does not know the packs that go; 4. and then the packs.
        if (_request.RecoverNoFreeSpace is null)
        {
            await IndexRewriting.RunAsync(_repository, work.Index, going, plan.ListedTwice.ToHashSet(), RemoveAsync, ct);
            await RemovePacksAsync([.. plan.Repack, .. plan.Remove], ct);
        }
        else
        {
            await FreeSpaceFirstAsync(work, going, ct);
        }
    }

    // The only way on a disk on which not even an index file can be written, and the only one on which an interruption costs a repair.
    private async Task FreeSpaceFirstAsync(PruneWork work, HashSet<PackId> going, CancellationToken ct)
    {
        foreach (var file in work.Index.Files)
        {
            await RemoveAsync(file, ct);
        }

        await RemovePacksAsync(work.Plan.Remove, ct);
        await IndexReplacement.RunAsync(
            _repository.Backend, _repository.Key, work.Index.Packs.Values.Where(p => !going.Contains(p.Id)), [], _repository.Config.Version, RemoveAsync, ct);
    }

    // Planning may take hours. Whoever ignores locks may have stored a snapshot meanwhile; or a listing came out differently, and then none
    // of the two is to be believed.
    private async Task RequireUnchangedAsync(PruneWork work, CancellationToken ct)
    {
        var snapshots = await _repository.Backend.ListAsync(FileKind.Snapshot, ct);
        var index = await _repository.Backend.ListAsync(FileKind.Index, ct);
        if (!work.Snapshots.SetEquals(snapshots.Select(s => s.File.Name)) || !index.Select(i => i.File).ToHashSet().SetEquals(work.Index.Files))
        {
            throw new RepositoryException(
                RepositoryFault.Locked,
                $"the repository in {_repository.Backend.Location} changed while it was being looked through, so nothing was pruned",
                "let no program that ignores locks work in it meanwhile, and try again", isTransient: true);
        }
    }

    private async Task RemovePacksAsync(IReadOnlyCollection<PackId> packs, CancellationToken ct)
    {
        long done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = RemovalsAtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(packs, options, async (pack, token) =>
        {
            try
            {
                await RemoveAsync(PackReading.FileOf(pack), token);
            }
            catch (RepositoryException e) when (e.Fault == RepositoryFault.Storage)
            {
                // No one needs it and no index knows it: the next prune tries again.
                _notRemoved.Enqueue(pack);
            }

            _progress?.Report(new(PruneStage.Removing, Interlocked.Increment(ref done), packs.Count));
        });
    }

    private async Task RemoveAsync(FileName file, CancellationToken ct)
    {
        await _lock!.ConfirmAsync(ct);
        await _repository.Backend.RemoveAsync(file, ct);
    }

    private sealed record PruneWork(PrunePlan Plan, RepositoryIndex Index, BlobSet Used, HashSet<string> Snapshots);

    private sealed class TreesToProgress(IProgress<PruneProgress>? progress) : IProgress<long>
    {
        public void Report(long value) => progress?.Report(new(PruneStage.FindingUsed, value, 0));
    }
}
