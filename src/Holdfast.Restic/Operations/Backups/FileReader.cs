using System.Buffers;
using System.Threading.Channels;
using Holdfast.Restic.Chunking;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>
/// Reads files, cuts them and stores their chunks: as many files at once as there are processors, and the chunks of a large file
/// at once too. A bounded queue stands before it, so that the walk never runs far ahead.
/// </summary>
internal sealed class FileReader : IAsyncDisposable
{
    private const int QueueLength = 64;

    // Moving the rest to the front, which happens once per filling, costs little beside hashing. A power of two, as the pool's arrays are.
    private const int BufferSize = 2 * Chunker.Maximum;

    private readonly Channel<Job> _queue = Channel.CreateBounded<Job>(QueueLength);
    private readonly Chunker _chunker;
    private readonly BlobWriter _writer;
    private readonly BackupTally _tally;
    private readonly SemaphoreSlim _chunkSlots = new(Environment.ProcessorCount * 2);
    private readonly Task[] _workers;

    internal FileReader(Chunker chunker, BlobWriter writer, BackupTally tally)
    {
        (_chunker, _writer, _tally) = (chunker, writer, tally);
        _workers = [.. Enumerable.Range(0, Math.Max(2, Environment.ProcessorCount)).Select(_ => Task.Run(WorkAsync))];
    }

    /// <summary>Takes over <paramref name="file"/>; waits when the queue is full.</summary>
    /// <returns>The node with its content; null when the file could not be read.</returns>
    internal Task<TreeNode?> Read(OpenFile file, TreeNode node, string path)
    {
        var job = new Job(file, node, path, new(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            _queue.Writer.WriteAsync(job, _writer.Failed).AsTask().GetAwaiter().GetResult();
            return job.Done.Task;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.WhenAll(_workers);
        _chunkSlots.Dispose();
    }

    private async Task WorkAsync()
    {
        await foreach (var job in _queue.Reader.ReadAllAsync())
        {
            using (job.File)
            {
                try
                {
                    _writer.Failed.ThrowIfCancellationRequested();
                    job.Done.SetResult(await ReadAsync(job));
                }
                catch (SystemCallException e)
                {
                    _tally.Miss(job.Path, e.Message);
                    job.Done.SetResult(null);
                }
                catch (Exception e)
                {
                    // Whatever it is, it belongs to whoever waits for this file; the worker goes on to the next.
                    job.Done.SetException(e);
                }
            }
        }
    }

    private async Task<TreeNode?> ReadAsync(Job job)
    {
        for (var isLastTry = false; ; isLastTry = true)
        {
            // What was appended after this moment belongs to the next backup: the file as it was now is whole in itself.
            var before = job.File.Status();
            var content = await ReadContentAsync(job.File, before.Size);
            var after = job.File.Status();
            if (content is null)
            {
                _tally.Miss(job.Path, "it became shorter while it was read");
                return null;
            }

            if (after.Modified != before.Modified && after.Size <= before.Size && !isLastTry)
            {
                continue;
            }

            if (after.Modified != before.Modified && after.Size <= before.Size)
            {
                _tally.Miss(job.Path, "it was overwritten while it was read, twice; what is stored may be of two minds");
            }

            return job.Node with
            {
                Size = (ulong)before.Size, Content = content, Modified = before.Modified, Accessed = before.Modified, Changed = before.Changed,
            };
        }
    }

    // Null when the file ends before size.
    private async Task<IReadOnlyList<BlobId>?> ReadContentAsync(OpenFile file, long size)
    {
        List<Task<BlobId>> chunks = [];
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(size, BufferSize));
        try
        {
            int start = 0, end = 0;
            for (long offset = 0; ;)
            {
                if (end - start < Chunker.Maximum && offset < size)
                {
                    buffer.AsSpan(start, end - start).CopyTo(buffer);
                    (start, end) = (0, end - start);
                    var wanted = (int)Math.Min(size - offset, Math.Min(BufferSize, buffer.Length) - end);
                    var read = file.ReadFully(buffer.AsSpan(end, wanted), offset);
                    (offset, end) = (offset + read, end + read);
                    if (read < wanted)
                    {
                        await Task.WhenAll(chunks);
                        return null;
                    }
                }

                if (start == end)
                {
                    return await Task.WhenAll(chunks);
                }

                var length = _chunker.FirstChunk(buffer.AsSpan(start, end - start));
                var chunk = buffer.AsMemory(start, length);
                start += length;
                _tally.Read(length);
                if (size == length)
                {
                    return [await _writer.SaveAsync(BlobType.Data, chunk)];
                }

                chunks.Add(await StartSavingAsync(chunk));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<Task<BlobId>> StartSavingAsync(ReadOnlyMemory<byte> chunk)
    {
        await _chunkSlots.WaitAsync(_writer.Failed);
        var copy = ArrayPool<byte>.Shared.Rent(chunk.Length);
        chunk.CopyTo(copy);
        return Task.Run(async () =>
        {
            try
            {
                return await _writer.SaveAsync(BlobType.Data, copy.AsMemory(0, chunk.Length));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(copy);
                _chunkSlots.Release();
            }
        });
    }

    private sealed record Job(OpenFile File, TreeNode Node, string Path, TaskCompletionSource<TreeNode?> Done);
}
