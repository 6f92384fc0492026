using System.Collections.Concurrent;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Locks;
using Holdfast.Restic.Operations.Pruning;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Forgetting;

/// <summary>Removes snapshots, and when asked then what only they used.</summary>
internal static class Forget
{
    private const int RemovalsAtOnce = 4;

    /// <param name="onPlan">Told of the plan before it is carried out.</param>
    /// <param name="onPrunePlan">The same for what is pruned after.</param>
    internal static Task<ForgetReport> RunAsync(
        OpenRepository repository, ForgetRequest request, Action<ForgetPlan>? onPlan, Action<PrunePlan>? onPrunePlan,
        IProgress<PruneProgress>? progress, CancellationToken ct)
    {
        if (request.NoLock && !request.DryRun)
        {
            throw new RepositoryException(
                RepositoryFault.Request, "nothing can be forgotten without a lock", "leave --no-lock out, or only look with --dry-run");
        }

        return request.NoLock
            ? RunLockedAsync(repository, null, request, onPlan, onPrunePlan, progress, ct)
            : RepositoryLock.HoldAsync(
                repository, exclusive: true, request.LockPatience,
                held => RunLockedAsync(repository, held, request, onPlan, onPrunePlan, progress, held.Lost),
                ct);
    }

    private static async Task<ForgetReport> RunLockedAsync(
        OpenRepository repository, RepositoryLock? held, ForgetRequest request, Action<ForgetPlan>? onPlan, Action<PrunePlan>? onPrunePlan,
        IProgress<PruneProgress>? progress, CancellationToken ct)
    {
        // A snapshot that cannot be read takes part in nothing: neither does it go, nor does another go because of it.
        var unreadable = new ConcurrentQueue<string>();
        var snapshots = await repository.Backend.LoadSnapshotsAsync(repository.Key, e => unreadable.Enqueue(e.Message), ct);
        var plan = ForgetPlan.Of(snapshots, request, repository.Clock.GetUtcNow(), repository.Clock.LocalTimeZone);
        plan = plan with { Remarks = [.. unreadable, .. plan.Remarks] };
        onPlan?.Invoke(plan);
        var failed = request.DryRun ? [] : await RemoveAsync(repository, held!, plan.Remove, ct);
        PruneReport? pruned = null;
        if (request.Prune is { } prune && failed.Count == 0 && plan.Remove.Count > 0)
        {
            pruned = await Prune.RunLockedAsync(
                repository, held, prune with { DryRun = request.DryRun, NoLock = request.NoLock }, plan.Remove.Select(s => s.Id).ToHashSet(),
                onPrunePlan, progress, ct);
        }

        return new(plan, request.DryRun ? [] : [.. plan.Remove.Except(failed)], failed, pruned);
    }

    private static async Task<List<Snapshot>> RemoveAsync(
        OpenRepository repository, RepositoryLock held, IReadOnlyList<Snapshot> snapshots, CancellationToken ct)
    {
        var failed = new ConcurrentQueue<Snapshot>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = RemovalsAtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(snapshots, options, async (snapshot, token) =>
        {
            try
            {
                await held.ConfirmAsync(token);
                await repository.Backend.RemoveAsync(new(FileKind.Snapshot, snapshot.Id.ToString()), token);
            }
            catch (RepositoryException e) when (e.Fault == RepositoryFault.Storage)
            {
                // The others can still be removed; the report tells which could not.
                failed.Enqueue(snapshot);
            }
        });
        return [.. failed];
    }
}
