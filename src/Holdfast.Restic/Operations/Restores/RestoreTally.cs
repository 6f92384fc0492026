using System.Collections.Concurrent;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>Counts what a restore does, from all its threads, and reports it ten times a second.</summary>
internal sealed class RestoreTally(IProgress<RestoreProgress>? progress, IProgress<RestoredItem>? items, TimeProvider clock)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<ReadFailure> _failures = [], _warnings = [], _linksOut = [];
    private readonly ConcurrentQueue<LostBlob> _lost = [];
    private readonly long _begun = clock.GetTimestamp();
    private long _planned, _skipped, _deleted, _bytesPlanned, _bytesRestored, _bytesSkipped;
    private long _files, _folders, _others, _verified, _lastReport;

    /// <summary>The patterns chose something, whatever became of it.</summary>
    internal bool HasChosen { get; set; }

    internal bool HasFailed => !_failures.IsEmpty;

    internal void Fail(string path, string why) => _failures.Enqueue(new(path, why));

    internal void Warn(string path, string why) => _warnings.Enqueue(new(path, why));

    internal void Lost(PackId? pack, RepositoryException failure) =>
        _lost.Enqueue(new(pack?.ToString(), failure.Fault is RepositoryFault.Damaged or RepositoryFault.NotFound, failure.Message));

    internal void LinkOut(string path, string target) => _linksOut.Enqueue(new(path, target));

    internal void Plan(long bytes)
    {
        Interlocked.Increment(ref _planned);
        Interlocked.Add(ref _bytesPlanned, bytes);
    }

    internal void Bytes(long count, string path)
    {
        Interlocked.Add(ref _bytesRestored, count);
        Report(path);
    }

    internal void FileDone(string path, long size, bool isUpdate)
    {
        Interlocked.Increment(ref _files);
        Tell(isUpdate ? RestoreAction.Updated : RestoreAction.Restored, path, size);
    }

    internal void FolderDone(string path)
    {
        Interlocked.Increment(ref _folders);
        Tell(RestoreAction.Restored, path, null);
    }

    internal void OtherDone(string path)
    {
        Interlocked.Increment(ref _others);
        Tell(RestoreAction.Restored, path, null);
    }

    internal void Skip(string path, long size)
    {
        Interlocked.Increment(ref _skipped);
        Interlocked.Add(ref _bytesSkipped, size);
        Tell(RestoreAction.Unchanged, path, size);
    }

    internal void Deleted(string path)
    {
        Interlocked.Increment(ref _deleted);
        Tell(RestoreAction.Deleted, path, null);
    }

    internal void Verified() => Interlocked.Increment(ref _verified);

    internal RestoreReport ToReport() => new(
        Counts(), _files, _folders, _others, _verified,
        [.. _failures.OrderBy(f => f.Path, StringComparer.Ordinal)], [.. _warnings.OrderBy(f => f.Path, StringComparer.Ordinal)],
        clock.GetElapsedTime(_begun))
    {
        Unreadable = [.. _lost],
        LinksOut = [.. _linksOut.OrderBy(l => l.Path, StringComparer.Ordinal)],
    };

    private void Tell(RestoreAction action, string path, long? size)
    {
        items?.Report(new(action, path, size));
        Report(path);
    }

    private void Report(string path)
    {
        var last = Interlocked.Read(ref _lastReport);
        if (progress is not null && (last == 0 || clock.GetElapsedTime(last) >= ReportEvery)
            && Interlocked.CompareExchange(ref _lastReport, clock.GetTimestamp(), last) == last)
        {
            progress.Report(new(Counts(), path));
        }
    }

    private RestoreCounts Counts() => new(
        Interlocked.Read(ref _planned),
        Interlocked.Read(ref _files) + Interlocked.Read(ref _folders) + Interlocked.Read(ref _others),
        Interlocked.Read(ref _skipped),
        Interlocked.Read(ref _deleted),
        Interlocked.Read(ref _bytesPlanned),
        Interlocked.Read(ref _bytesRestored),
        Interlocked.Read(ref _bytesSkipped));
}
