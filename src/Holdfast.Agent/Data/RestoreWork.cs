using Holdfast.Agent.Users;
using Holdfast.Protocol;
using Holdfast.Restic.Operations;
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
        var into = await source.PrepareRestoreAsync(cancellation);
        RestoredMark.Claim(order, source.Target);

        // 2. The data, exactly.
        var report = await repository.RestoreAsync(new RestoreRequest(snapshot, place, into, Delete: true), null, cancellation);
        if (!report.IsComplete)
            throw new HostException(
                $"{report.Failures.Count} things in {into} are not as in snapshot {snapshot.Id.ShortForm}, first {Tell(report.Failures)}",
                "free what stands in the way and restore again, or restore from another copy");
        await source.FinishRestoreAsync(cancellation);

        // 3. To whom it belongs.
        if (owner is not null) await Ownership.GiveAsync(owner, source.Target, settings.Time, cancellation);
        RestoredMark.Complete(order, source.Target);
        var note = report.Warnings.Count == 0 ? null
            : $"{report.Warnings.Count} owners or attributes are not as recorded, first {Tell(report.Warnings)}";
        return new Done(report.BytesRestored + report.BytesUnchanged, note);
    }

    private static string Tell(IReadOnlyList<ReadFailure> failures) => $"{failures[0].Path}: {failures[0].Why}";
}
