using Holdfast.Execution.Journals;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;
using Holdfast.Restic;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Restores;
using Holdfast.Sources.PostgreSql;
using Holdfast.Sources.Sqlite;

namespace Holdfast.Cli.Restoring;

/// <summary>Writes a point, or a part of it, into a folder. Nothing of the plan is run, and nothing of a run is recorded.</summary>
internal sealed class RestoreWork(SystemPoints points, Destination destination, TimeProvider clock)
{
    private readonly ProtectedSystem _system = points.System;

    // Whatever power a file of the copy would have on this machine is left out, as where a plan does not allow it.
    private static readonly RestoreCaution Caution = new(SetUser: false, Devices: false, Capabilities: false);

    /// <exception cref="RepositoryException">The copy cannot be read, or the destination not be written.</exception>
    public async Task<Restored> RestoreAsync(RecoveryPoint point, Wanted wanted, CancellationToken cancellationToken) => _system.Protection!.Data switch
    {
        SqliteData => await SqliteAsync(point, cancellationToken),
        PostgreSqlData data when wanted.IsAll => await PostgreSqlAsync(point, data, cancellationToken),
        PostgreSqlData => await FilesAsync(point, wanted, ["These are files of a PostgreSQL cluster. A server reads them only as a whole: restore the system without a PATH for a database that runs."], cancellationToken),
        _ => await FilesAsync(point, wanted, [], cancellationToken),
    };

    private async Task<Restored> FilesAsync(RecoveryPoint point, Wanted wanted, IReadOnlyList<string> notes, CancellationToken cancellationToken)
    {
        var request = Request(point, destination.Folder) with
        {
            Filter = new() { Includes = wanted.Patterns },
            LeaveTarget = destination.IsThere || !wanted.IsAll,
        };
        await destination.RefuseToReplaceAsync(points.RepositoryOf(point), request, cancellationToken);
        var report = await ReadAsync(points.RepositoryOf(point), request, cancellationToken);
        return new(point, wanted.Paths is [var only] ? Path.Join(destination.Folder, only) : destination.Folder, report, notes, []);
    }

    /// <summary>A database is one file; it is opened and checked before it gets its name.</summary>
    private async Task<Restored> SqliteAsync(RecoveryPoint point, CancellationToken cancellationToken)
    {
        var name = await NameOfDatabaseAsync(point, cancellationToken);
        var file = Path.Combine(destination.Folder, name);
        destination.RefuseToReplace(file);
        var source = new SqliteSource(file, clock);
        var into = await source.PrepareRestoreAsync(cancellationToken);
        var report = await ReadAsync(points.RepositoryOf(point), Request(point, into), cancellationToken);
        if (report.IsComplete)
        {
            await source.FinishRestoreAsync(drill: false, cancellationToken);
        }

        return new(point, file, report, ["It is a whole SQLite database, and its integrity check passed."], []);
    }

    private async Task<string> NameOfDatabaseAsync(RecoveryPoint point, CancellationToken cancellationToken)
    {
        var content = await new PointContents(points).OfAsync(point, cancellationToken);
        return await content.FindAsync("", cancellationToken) is { } root && await content.ListAsync(root, cancellationToken) is [var only]
            ? only.Node.Name
            : throw new RepositoryException(RepositoryFault.Damaged, $"{point.Repository}, {point.Snapshot[..8]}: the point does not hold one SQLite database");
    }

    private async Task<Restored> PostgreSqlAsync(RecoveryPoint point, PostgreSqlData data, CancellationToken cancellationToken)
    {
        if (!destination.IsEmpty)
        {
            throw new RunRefusedException(
                $"{destination.Folder} is not empty, and a PostgreSQL cluster is restored whole; nothing was written.", "Name an empty folder, or a new one, with --to.");
        }

        var source = new PostgreSqlSource(destination.Folder, 0, data.User, static _ => Task.FromResult<Sources.Secrets.Secret?>(null), clock);
        var into = await source.PrepareRestoreAsync(cancellationToken);
        var report = await ReadAsync(points.RepositoryOf(point), Request(point, into), cancellationToken);
        var told = report.IsComplete ? await source.FinishRestoreAsync(drill: true, cancellationToken) : null;
        return new(point, destination.Folder, report, [.. ClusterWords.Notes(told)], [.. ClusterWords.Commands(destination.Folder)]);
    }

    private RestoreRequest Request(RecoveryPoint point, string into) => new(points.SnapshotOf(point), "/" + _system.Name, into) { Caution = Caution };

    /// <summary>As in a failover, a lock that someone left behind, or a disk that takes none, does not keep data from whoever needs it.</summary>
    private static async Task<RestoreReport> ReadAsync(Repository repository, RestoreRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await repository.RestoreAsync(request, null, cancellationToken);
        }
        catch (RepositoryException e) when (!e.IsOfTarget && e.Fault is RepositoryFault.Locked or RepositoryFault.Storage)
        {
            Screen.Warn($"Restored without a lock: {e.Message}");
            return await repository.RestoreAsync(request with { NoLock = true }, null, cancellationToken);
        }
    }
}
