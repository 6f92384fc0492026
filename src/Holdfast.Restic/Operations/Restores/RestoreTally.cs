using System.Collections.Concurrent;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>Counts what a restore does, from all its threads, and reports it ten times a second.</summary>
internal sealed class RestoreTally(IProgress<RestoreProgress>? progress, TimeProvider clock)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<ReadFailure> _failures = [], _warnings = [];
    private readonly long _begun = clock.GetTimestamp();
    private long _restored, _unchanged, _folders, _others, _bytes, _bytesUnchanged, _deleted, _lastReport;

    internal void Fail(string path, string why) => _failures.Enqueue(new(path, why));

    internal void Warn(string path, string why) => _warnings.Enqueue(new(path, why));

    internal void FolderDone() => Interlocked.Increment(ref _folders);

    internal void OtherDone() => Interlocked.Increment(ref _others);

    internal void Deleted() => Interlocked.Increment(ref _deleted);

    internal void Bytes(int count, string path)
    {
        Interlocked.Add(ref _bytes, count);
        Report(path);
    }

    internal void FileDone(string path)
    {
        Interlocked.Increment(ref _restored);
        Report(path);
    }

    internal void FileUnchanged(long bytes, string path)
    {
        Interlocked.Increment(ref _unchanged);
        Interlocked.Add(ref _bytesUnchanged, bytes);
        Report(path);
    }

    internal RestoreReport ToReport() => new(
        _restored, _unchanged, _folders, _others, _bytes, _bytesUnchanged, _deleted,
        [.. _failures.OrderBy(f => f.Path, StringComparer.Ordinal)], [.. _warnings.OrderBy(f => f.Path, StringComparer.Ordinal)],
        clock.GetElapsedTime(_begun));

    private void Report(string path)
    {
        var last = Interlocked.Read(ref _lastReport);
        if (progress is not null && (last == 0 || clock.GetElapsedTime(last) >= ReportEvery)
            && Interlocked.CompareExchange(ref _lastReport, clock.GetTimestamp(), last) == last)
        {
            progress.Report(new(
                Interlocked.Read(ref _restored) + Interlocked.Read(ref _unchanged),
                Interlocked.Read(ref _bytes) + Interlocked.Read(ref _bytesUnchanged),
                path));
        }
    }
}
