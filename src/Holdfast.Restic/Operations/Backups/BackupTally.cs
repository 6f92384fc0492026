using System.Collections.Concurrent;
using Holdfast.Restic.Index;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>Counts what a backup does, from all its threads, and reports it ten times a second.</summary>
internal sealed class BackupTally(IProgress<BackupProgress>? progress, IProgress<BackupEvent>? events, TimeProvider clock)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<ReadFailure> _missed = [];
    private readonly int[] _files = new int[3], _folders = new int[3];
    private readonly long _begun = clock.GetTimestamp();
    private long _filesDone, _bytesDone, _bytesRead, _lastReport, _filesTotal, _bytesTotal;
    private volatile bool _isTotalKnown;

    internal IReadOnlyList<ReadFailure> Missed => [.. _missed.OrderBy(m => m.Path, StringComparer.Ordinal)];

    internal long FilesDone => _filesDone;

    internal long BytesDone => _bytesDone;

    internal long Now => clock.GetTimestamp();

    internal int Files(ItemChange change) => _files[(int)change];

    internal int Folders(ItemChange change) => _folders[(int)change];

    internal TimeSpan Since(long moment) => clock.GetElapsedTime(moment);

    internal void Tell(BackupEvent what) => events?.Report(what);

    internal void Miss(string path, string why)
    {
        var failure = new ReadFailure(path, why);
        _missed.Enqueue(failure);
        Tell(new BackupEvent.Failed(failure));
    }

    internal void Begin(string path) => Report(path);

    internal void Read(int bytes)
    {
        Interlocked.Add(ref _bytesRead, bytes);
        Report("");
    }

    /// <summary>The scan found a file.</summary>
    internal void Expect(long bytes)
    {
        Interlocked.Increment(ref _filesTotal);
        Interlocked.Add(ref _bytesTotal, bytes);
    }

    internal void ExpectNoMore()
    {
        _isTotalKnown = true;
        Tell(new BackupEvent.Scanned(Since(_begun), _filesTotal, _bytesTotal));
    }

    internal void FileUnread(TreeNode node, TreeNode before, string path)
    {
        Interlocked.Add(ref _bytesRead, (long)node.Size);
        FileDone(new(node, TimeSpan.Zero, 0, 0), before, path);
    }

    internal void FileDone(ReadFile file, TreeNode? before, string path)
    {
        var change = ChangeOf(file.Node, before);
        Interlocked.Increment(ref _files[(int)change]);
        Interlocked.Increment(ref _filesDone);
        Interlocked.Add(ref _bytesDone, (long)file.Node.Size);
        Tell(new BackupEvent.ItemDone(path, change, file.Took, file.Added, file.Stored, 0, 0));
        Report(path);
    }

    internal void FolderDone(TreeNode node, TreeNode? before, StoredBlob tree, TimeSpan took, string path)
    {
        var change = ChangeOf(node, before);
        Interlocked.Increment(ref _folders[(int)change]);
        Tell(new BackupEvent.ItemDone(
            path + "/", change, change == ItemChange.Unchanged ? TimeSpan.Zero : took, 0, 0, tree.Added, tree.Stored));
    }

    private static ItemChange ChangeOf(TreeNode node, TreeNode? before) =>
        before is null ? ItemChange.New : node.IsSameAs(before) ? ItemChange.Unchanged : ItemChange.Modified;

    private void Report(string path)
    {
        var last = Interlocked.Read(ref _lastReport);
        if (progress is null || (last != 0 && clock.GetElapsedTime(last) < ReportEvery))
        {
            return;
        }

        if (Interlocked.CompareExchange(ref _lastReport, clock.GetTimestamp(), last) == last)
        {
            progress.Report(new(Interlocked.Read(ref _filesDone), Interlocked.Read(ref _bytesRead), _missed.Count, path)
            {
                FilesTotal = Interlocked.Read(ref _filesTotal), BytesTotal = Interlocked.Read(ref _bytesTotal), IsTotalKnown = _isTotalKnown,
            });
        }
    }
}
