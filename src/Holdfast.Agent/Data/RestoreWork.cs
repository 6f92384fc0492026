using Holdfast.Agent.Access;
using Holdfast.Agent.Commands;
using Holdfast.Agent.Users;
using Holdfast.Failures;
using Holdfast.Protocol;
using Holdfast.Restic;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations;
using Holdfast.Restic.Operations.Restores;
using Holdfast.Restic.Snapshots;
using Holdfast.Sources;

namespace Holdfast.Agent.Data;

/// <summary>Puts a recovery point where a system's data lies.</summary>
internal sealed class RestoreWork(AgentSettings settings, KnownData data, Repositories repositories)
{
    internal async Task<Report> RestoreAsync(RestoreOrder order, Action<long, long> moved, CancellationToken cancellation)
    {
        // 1. Everything that can refuse does so before anything is touched.
        var place = KnownData.TreePath(order.System);
        var source = data.Open(order.Source);
        if (order.ByHand)
        {
            using var held = RestoreHold.Take(order, settings.Time);
            RestoredMark.Complete(order, source.Target);
            return new Done(Note: "put back by a person");
        }

        var owner = order.Owner is null ? null : await Ownership.PrepareAsync(order.Owner, settings.Time, cancellation);
        var (opened, found, failed) = await FindAsync(order, cancellation);
        if (failed is not null)
        {
            return failed;
        }

        await using var repository = opened!;
        var snapshot = found!;
        TrustedPlace.Require(source.Target);
        using var hold = RestoreHold.Take(order, settings.Time);
        var into = await source.PrepareRestoreAsync(cancellation);
        TrustedPlace.Require(into);
        var keep = OthersIn(source.Target, order.Others);
        RestoredMark.Claim(order, source.Target, keep);

        // 2. The data, exactly.
        RestoreReport report;
        string? unlocked;
        try
        {
            (report, unlocked) = await RestoreAsync(repository, new(snapshot, place, into, Delete: true) { Keep = keep, Caution = CautionOf(order), PastUnreadableLocks = true }, new Moved<RestoreProgress>(p => moved(p.Counts.BytesRestored, p.Counts.BytesPlanned)), cancellation);
        }
        catch (RepositoryException e) when (!e.IsOfTarget)
        {
            return OfRepository(e.Failure, e.Fault is RepositoryFault.Damaged or RepositoryFault.Request);
        }

        if (!report.IsComplete)
        {
            var why = $"{report.Failures.Count} things in {into} are not as in snapshot {snapshot.Id.ShortForm}, first {Tell(report.Failures)}";
            return report.Unreadable.Count == 0
                ? new Failed(why, "free what stands in the way and restore again")
                : OfRepository(new(FailureCode.Damaged, why, "restore from another copy"), report.Unreadable.Any(u => u.Damaged)) with
                {
                    DamagedPacks = [.. report.Unreadable.Where(u => u.Damaged).Select(u => u.Pack).OfType<string>().Distinct()],
                };
        }

        string? told;
        try
        {
            told = await source.FinishRestoreAsync(order.Drill, cancellation);
        }
        catch (HostException e) when (e.IsOfPoint)
        {
            // Whole as the repository has it, and not what the system is: of no more use than one that cannot be read.
            return OfRepository(e.Failure with { Code = FailureCode.Damaged, Message = $"snapshot {snapshot.Id.ShortForm} is not fit to be restored: {e.Failure.Message}" }, damaged: true);
        }


        // 3. To whom it belongs.
        if (owner is not null) await Ownership.GiveAsync(owner, source.Target, settings.Time, cancellation);
        RestoredMark.Complete(order, source.Target);
        var differs = report.Warnings.Count == 0 ? null : $"{report.Warnings.Count} things are not as recorded, first {Tell(report.Warnings)}";
        // A tree of configuration has hundreds that lead into the operating system, which is there.
        var outside = report.LinksOut.Where(link => !SystemPlaces.Hold(link.Why)).ToArray();
        var linksOut = outside.Length == 0 ? null : $"{outside.Length} links lead out of what was restored, first {outside[0].Path} to {outside[0].Why}";
        var config = repository.Doubt is { } doubt ? $"{order.Repository.Name} was read although {doubt}" : null;
        var index = report.PacksLookedInto == 0 ? null : $"{report.PacksLookedInto} packs that no index file of {order.Repository.Name} names were asked what they hold";
        var notes = new[] { unlocked, config, index, told, differs, linksOut }.OfType<string>().ToArray();
        return new Done(report.BytesRestored + report.BytesUnchanged, notes.Length == 0 ? null : string.Join("; ", notes));
    }

    private async Task<(Repository? Repository, Snapshot? Snapshot, Failed? Failed)> FindAsync(RestoreOrder order, CancellationToken cancellation)
    {
        Repository? repository = null;
        try
        {
            repository = await repositories.OpenToReadAsync(order.Repository, order.Patience, cancellation);
            return (repository, await Repositories.FindAsync(repository, order.Snapshot, cancellation), null);
        }
        catch (Exception e) when (e is FailureException or IOException or UnauthorizedAccessException)
        {
            if (repository is not null)
            {
                await repository.DisposeAsync();
            }

            var damaged = e is RepositoryException { Fault: RepositoryFault.Damaged } || (e is HostException && repository is not null);
            return (null, null, OfRepository(Failure.Of(e), damaged));
        }
    }

    private static Failed OfRepository(Failure failure, bool damaged) => Failed.Of(failure) with { OfRepository = true, Damaged = damaged };

    private static RestoreCaution CautionOf(RestoreOrder order) =>
        new(order.Allow.Contains(RestoreOrder.Setuid), order.Allow.Contains(RestoreOrder.Devices), order.Allow.Contains(RestoreOrder.Capabilities));

    /// <summary>
    /// A recovery does not wait for a lock that the lost site left behind, or for a disk that takes no lock: what is read is
    /// authenticated all the same, and a prune that goes on at this moment shows as a failure, not as wrong data.
    /// </summary>
    private static async Task<(RestoreReport Report, string? Unlocked)> RestoreAsync(
        Repository repository, RestoreRequest request, IProgress<RestoreProgress> progress, CancellationToken cancellation)
    {
        try
        {
            return (await repository.RestoreAsync(request, progress, cancellation), null);
        }
        catch (RepositoryException e) when (!e.IsOfTarget && e.Fault is (RepositoryFault.Locked or RepositoryFault.Storage))
        {
            return (await repository.RestoreAsync(request with { NoLock = true }, progress, cancellation), $"without a lock: {e.Message}");
        }
    }

    /// <summary>Paths under the target that are other systems'. A database's file has companions, which are its matter, too.</summary>
    private static string[] OthersIn(string target, IReadOnlyList<string> others) =>
    [
        .. others.Where(o => o.StartsWith(target + "/", StringComparison.Ordinal))
            .Select(o => Path.GetRelativePath(target, o))
            .SelectMany(o => new[] { o, $"{o}-wal", $"{o}-shm", $"{o}-journal", Path.Join(Path.GetDirectoryName(o), $".{Path.GetFileName(o)}.holdfast-restore") }),
    ];

    private static string Tell(IReadOnlyList<ReadFailure> failures) => $"{failures[0].Path}: {failures[0].Why}";
}
