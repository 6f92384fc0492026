using Holdfast.Agent.Users;
using Holdfast.Protocol;
using Holdfast.Restic;
using Holdfast.Restic.Operations;
using Holdfast.Restic.Operations.Restores;
using Holdfast.Sources;

namespace Holdfast.Agent.Data;

/// <summary>Puts a recovery point where a system's data lies.</summary>
internal sealed class RestoreWork(AgentSettings settings, SourceFactory sources, Repositories repositories)
{
    internal async Task<Report> RestoreAsync(RestoreOrder order, CancellationToken cancellation)
    {
        // 1. Everything that can refuse does so before anything is touched.
        var place = SourceFactory.TreePath(order.System);
        var source = sources.For(order.Source);
        var owner = order.Owner is null ? null : await Ownership.PrepareAsync(order.Owner, settings.Time, cancellation);
        await using var repository = await repositories.OpenAsync(order.Repository, cancellation);
        var snapshot = await Repositories.FindAsync(repository, order.Snapshot, cancellation);
        using var hold = RestoreHold.Take(order, settings.Time);
        var into = await source.PrepareRestoreAsync(cancellation);
        var keep = OthersIn(source.Target, order.Others);
        RestoredMark.Claim(order, source.Target, keep);

        // 2. The data, exactly.
        var (report, unlocked) = await RestoreAsync(repository, new(snapshot, place, into, Delete: true) { Keep = keep }, cancellation);
        if (!report.IsComplete)
            throw new HostException(
                $"{report.Failures.Count} things in {into} are not as in snapshot {snapshot.Id.ShortForm}, first {Tell(report.Failures)}",
                "free what stands in the way and restore again, or restore from another copy");
        var told = await source.FinishRestoreAsync(order.Drill, cancellation);

        // 3. To whom it belongs.
        if (owner is not null) await Ownership.GiveAsync(owner, source.Target, settings.Time, cancellation);
        RestoredMark.Complete(order, source.Target);
        var differs = report.Warnings.Count == 0 ? null
            : $"{report.Warnings.Count} owners or attributes are not as recorded, first {Tell(report.Warnings)}";
        var notes = string.Join("; ", new[] { unlocked, told, differs }.OfType<string>());
        return new Done(report.BytesRestored + report.BytesUnchanged, notes.Length == 0 ? null : notes);
    }

    /// <summary>
    /// A recovery does not wait for a lock that the lost site left behind, or for a disk that takes no lock: what is read is
    /// authenticated all the same, and a prune that goes on at this moment shows as a failure, not as wrong data.
    /// </summary>
    private static async Task<(RestoreReport Report, string? Unlocked)> RestoreAsync(
        Repository repository, RestoreRequest request, CancellationToken cancellation)
    {
        try
        {
            return (await repository.RestoreAsync(request, null, cancellation), null);
        }
        catch (RepositoryException e) when (e.Fault is RepositoryFault.Locked or RepositoryFault.Storage)
        {
            return (await repository.RestoreAsync(request with { NoLock = true }, null, cancellation), $"without a lock: {e.Message}");
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
