using System.Threading.Channels;
using Holdfast.Restic.Chunking;
using Holdfast.Restic.Index;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>
/// Reads files and stores their content, several at once. A bounded queue stands before it, so that the walk never runs far ahead.
/// </summary>
internal sealed class FileReader : IAsyncDisposable
{
    private const int QueueLength = 64;

    private readonly Channel<Job> _queue = Channel.CreateBounded<Job>(QueueLength);
    private readonly ContentCutter _cutter;
    private readonly BlobWriter _writer;
    private readonly NodeReading _nodes;
    private readonly BackupTally _tally;
    private readonly Task[] _workers;

    internal FileReader(Chunker chunker, BlobWriter writer, NodeReading nodes, BackupTally tally, int concurrency)
    {
        (_cutter, _writer, _nodes, _tally) = (new(chunker, writer, tally), writer, nodes, tally);
        _workers = [.. Enumerable.Range(0, concurrency).Select(_ => Task.Run(WorkAsync))];
    }

    /// <summary>Takes over <paramref name="file"/>; waits when the queue is full.</summary>
    /// <returns>The node with its content; null when the file could not be read.</returns>
    internal Task<ReadFile?> Read(OpenFile file, TreeNode node, string path)
    {
        try
        {
            return Enqueue(path, buffer => ReadAsync(file, node, path, buffer), file);
        }
        catch // Whatever it was goes on to the caller; no one else would close the file.
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <returns>The node with its content; null when there was none.</returns>
    internal Task<ReadFile?> Read(Stream stream, TreeNode node, string path) => Enqueue(
        path,
        async buffer =>
        {
            var content = await _cutter.CutAsync(new ContentSource.OfStream(stream), buffer);
            if (content.Length > 0)
            {
                return (node with { Size = (ulong)content.Length, Content = [.. content.Blobs.Select(b => b.Id)] }, content);
            }

            _tally.Miss(path, "no data read");
            return null;
        },
        null);

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.WhenAll(_workers);
        _cutter.Dispose();
    }

    private Task<ReadFile?> Enqueue(string path, Func<byte[], Task<(TreeNode, CutContent)?>> read, IDisposable? file)
    {
        var job = new Job(path, read, file, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _queue.Writer.WriteAsync(job, _writer.Failed).AsTask().GetAwaiter().GetResult();
        return job.Done.Task;
    }

    private async Task WorkAsync()
    {
        byte[]? buffer = null;
        await foreach (var job in _queue.Reader.ReadAllAsync())
        {
            using (job.File)
            {
                try
                {
                    _writer.Failed.ThrowIfCancellationRequested();
                    _tally.Begin(job.Path);
                    buffer ??= GC.AllocateUninitializedArray<byte>(ContentCutter.BufferSize);
                    var begun = _tally.Now;
                    job.Done.SetResult(await job.Read(buffer) is var (node, content)
                        ? new(node, _tally.Since(begun), content.Blobs.Sum(b => (long)b.Added), content.Blobs.Sum(b => (long)b.Stored))
                        : null);
                }
                catch (SystemCallException e)
                {
                    _tally.Miss(job.Path, e.Message);
                    job.Done.SetResult(null);
                }
                catch (Exception e) // Whatever it is, it belongs to whoever waits for this file; the worker goes on to the next.
                {
                    job.Done.SetException(e);
                }
            }
        }
    }

    private async Task<(TreeNode, CutContent)?> ReadAsync(OpenFile file, TreeNode node, string path, byte[] buffer)
    {
        for (var isLastTry = false; ; isLastTry = true)
        {
            // What was appended after this moment belongs to the next backup: the file as it was now is whole in itself.
            var before = file.Status();
            if (file.IsMadeUp())
            {
                return WithContent(node, before, await _cutter.CutAsync(new ContentSource.ToEnd(file), buffer));
            }

            var content = await _cutter.CutAsync(new ContentSource.OfFile(file, before.Size), buffer);
            var after = file.Status();
            if (after.Size == before.Size && file.HasByteAt(before.Size) && file.Status().Size == before.Size)
            {
                // More than it says that it is, as programs show that make their files up (FUSE); it did not grow meanwhile.
                return WithContent(node, before, await _cutter.CutAsync(new ContentSource.ToEnd(file), buffer));
            }

            var isShorter = content.Length < before.Size;
            var isOverwritten = after.Modified != before.Modified && after.Size <= before.Size;
            if ((isShorter || isOverwritten) && !isLastTry)
            {
                continue;
            }

            if (isShorter && after.Size != before.Size)
            {
                _tally.Miss(path, "it became shorter while it was read, twice");
                return null;
            }

            if (isShorter)
            {
                // What there is of it is better than nothing, but is not to be taken for all.
                _tally.Miss(path, $"it says that it is {before.Size} bytes long, but only {content.Length} can be read; those are stored");
            }

            if (isOverwritten)
            {
                _tally.Miss(path, "it was overwritten while it was read, twice; what is stored may be of two minds");
            }

            return WithContent(node, before, content);
        }
    }

    private (TreeNode, CutContent)? WithContent(TreeNode node, FileStatus status, CutContent content) =>
        (_nodes.Renewed(node, status) with { Size = (ulong)content.Length, Content = [.. content.Blobs.Select(b => b.Id)] }, content);

    private sealed record Job(
        string Path, Func<byte[], Task<(TreeNode, CutContent)?>> Read, IDisposable? File, TaskCompletionSource<ReadFile?> Done);
}
