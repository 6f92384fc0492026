using System.Collections.Concurrent;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>Counts what a backup does, from all its threads, and reports it ten times a second.</summary>
internal sealed class BackupTally(IProgress<BackupProgress>? progress, TimeProvider clock)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<ReadFailure> _missed = [];
    private long _filesDone, _bytesDone, _bytesRead, _lastReport;
    private int _filesNew, _filesChanged, _filesUnmodified, _foldersNew, _foldersChanged, _foldersUnmodified;

    internal IReadOnlyList<ReadFailure> Missed => [.. _missed.OrderBy(m => m.Path, StringComparer.Ordinal)];

    internal int FilesNew => _filesNew;

    internal int FilesChanged => _filesChanged;

    internal int FilesUnmodified => _filesUnmodified;

    internal int FoldersNew => _foldersNew;

    internal int FoldersChanged => _foldersChanged;

    internal int FoldersUnmodified => _foldersUnmodified;

    internal long FilesDone => _filesDone;

    internal long BytesDone => _bytesDone;

    internal void Miss(string path, string why) => _missed.Enqueue(new(path, why));

    internal void Read(int bytes)
    {
        Interlocked.Add(ref _bytesRead, bytes);
        Report("");
    }

    internal void FileDone(TreeNode node, TreeNode? before, bool wasRead, string path)
    {
        var sameContent = before?.Type == NodeType.File && before.Content is not null && node.Content is not null
            && node.Content.SequenceEqual(before.Content) && before.Modified == node.Modified;
        Interlocked.Increment(
            ref !wasRead || sameContent ? ref _filesUnmodified : ref before?.Type == NodeType.File ? ref _filesChanged : ref _filesNew);
        Interlocked.Increment(ref _filesDone);
        Interlocked.Add(ref _bytesDone, (long)node.Size);
        if (!wasRead)
        {
            Interlocked.Add(ref _bytesRead, (long)node.Size);
        }

        Report(path);
    }

    internal void FolderDone(TreeNode node, TreeNode? before) => Interlocked.Increment(
        ref before?.Type != NodeType.Folder ? ref _foldersNew
        : ref before.Subtree == node.Subtree ? ref _foldersUnmodified
        : ref _foldersChanged);

    private void Report(string path)
    {
        var last = Interlocked.Read(ref _lastReport);
        if (progress is null || (last != 0 && clock.GetElapsedTime(last) < ReportEvery))
        {
            return;
        }

        if (Interlocked.CompareExchange(ref _lastReport, clock.GetTimestamp(), last) == last)
        {
            progress.Report(new(Interlocked.Read(ref _filesDone), Interlocked.Read(ref _bytesRead), _missed.Count, path));
        }
    }
}
