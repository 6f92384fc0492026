using Holdfast.Execution.Journals;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;
using Holdfast.Restic;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Restores;
using Holdfast.Sources;
using Holdfast.Sources.Kinds;

namespace Holdfast.Cli.Restoring;

/// <summary>Writes a point, or a part of it, into a folder. Nothing of the plan is run, and nothing of a run is recorded.</summary>
internal sealed class RestoreWork(SystemPoints points, Destination destination, TimeProvider clock)
{
    private readonly ProtectedSystem _system = points.System;

    // Whatever power a file of the copy would have on this machine is left out, as where a plan does not allow it.
    private static readonly RestoreCaution Caution = new(SetUser: false, Devices: false, Capabilities: false);

    private readonly SourceKind _kind = SourceKinds.Of(points.System.Protection!.Data.Kind);

    /// <exception cref="RepositoryException">The copy cannot be read, or the destination not be written.</exception>
    public Task<Restored> RestoreAsync(RecoveryPoint point, Wanted wanted, CancellationToken cancellationToken)
    {
        destination.Own.BeginCopy();
        return CopyAsync(point, wanted, cancellationToken);
    }

    private async Task<Restored> CopyAsync(RecoveryPoint point, Wanted wanted, CancellationToken cancellationToken) => _kind.Useful switch
    {
        UsefulPart.OneFile => await OneFileAsync(point, cancellationToken),
        UsefulPart.WholeFolder when wanted.IsAll => await WholeAsync(point, cancellationToken),
        _ => await FilesAsync(point, wanted, _kind.OfParts is { } note ? [note] : [], cancellationToken),
    };

    private async Task<Restored> FilesAsync(RecoveryPoint point, Wanted wanted, IReadOnlyList<string> notes, CancellationToken cancellationToken)
    {
        var request = Request(point, destination.Folder) with
        {
            Filter = new() { Includes = wanted.Patterns },
            LeaveTarget = destination.IsThere || !wanted.IsAll,
            Items = destination.Own,
        };
        await destination.RefuseToReplaceAsync(points.RepositoryOf(point), request, cancellationToken);
        var report = await ReadAsync(points.RepositoryOf(point), request, cancellationToken);
        IReadOnlyList<string> said = destination.Own.Left is [var first, ..] left
            ? [.. notes, $"{left.Count} {(left.Count == 1 ? "file" : "files")} of a newer point are there too, which this one does not have: first {first}"]
            : notes;
        return new(point, wanted.Paths is [var only] ? Path.Join(destination.Folder, only) : destination.Folder, report, said, []);
    }

    /// <summary>The file is checked before it gets its name.</summary>
    private async Task<Restored> OneFileAsync(RecoveryPoint point, CancellationToken cancellationToken)
    {
        var file = Path.Combine(destination.Folder, await NameOfFileAsync(point, cancellationToken));
        destination.RefuseToReplace(file);
        return await ByItsKindAsync(point, file, cancellationToken);
    }

    private async Task<string> NameOfFileAsync(RecoveryPoint point, CancellationToken cancellationToken)
    {
        var content = await new PointContents(points).OfAsync(point, cancellationToken);
        return await content.FindAsync("", cancellationToken) is { } root && await content.ListAsync(root, cancellationToken) is [var only]
            ? only.Node.Name
            : throw new RepositoryException(RepositoryFault.Damaged, $"{point.Repository}, {point.Snapshot[..8]}: the point does not hold one {Title}");
    }

    private async Task<Restored> WholeAsync(RecoveryPoint point, CancellationToken cancellationToken)
    {
        if (!destination.WasEmpty)
        {
            throw new RunRefusedException(
                $"{destination.Folder} is not empty, and a {Title} is restored whole; nothing was written.", "Name an empty folder, or a new one, with --to.");
        }

        return await ByItsKindAsync(point, destination.Folder, cancellationToken);
    }

    private async Task<Restored> ByItsKindAsync(RecoveryPoint point, string path, CancellationToken cancellationToken)
    {
        var source = _kind.Open(new DataAt(path) { Settings = _system.Protection!.Data.Settings }, clock);
        var into = await source.PrepareRestoreAsync(cancellationToken);
        // Of a copy that was tried before nothing may stay: a database is whole or it is none.
        var request = _kind.Useful == UsefulPart.WholeFolder ? Request(point, into) with { Items = destination.Own, Delete = destination.Own.Count > 0 } : Request(point, into);
        var report = await ReadAsync(points.RepositoryOf(point), request, cancellationToken);
        if (!report.IsComplete)
        {
            return new(point, path, report, [], []);
        }

        // Production may run: what was restored beside it must leave it alone, as in a drill.
        var aside = _kind.Aside(path, await source.FinishRestoreAsync(drill: true, cancellationToken));
        return new(point, path, report, aside.Notes, aside.Commands);
    }

    private string Title => _system.Protection!.Data.Title;

    private RestoreRequest Request(RecoveryPoint point, string into) => new(points.SnapshotOf(point), "/" + _system.Name, into) { Caution = Caution, PastUnreadableLocks = true };

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
