using System.Text;
using System.Threading.Channels;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>
/// Writes files of a snapshot to their places, several at once. Each is written under a temporary name and renamed when its content
/// and everything about it is right, so whoever looks sees the old file or the restored one, and a link in its place is never followed.
/// </summary>
internal sealed class FileWriter : IAsyncDisposable
{
    private const int QueueLength = 64, BlobsAhead = 4;

    private readonly Channel<Job> _queue = Channel.CreateBounded<Job>(QueueLength);
    private readonly BlobReader _blobs;
    private readonly RestoreTally _tally;
    private readonly bool _sparse;
    private readonly CancellationToken _ct;
    private readonly Task[] _workers;
    private readonly string _run = Guid.NewGuid().ToString("N")[..12];
    private int _temporaries;

    internal FileWriter(BlobReader blobs, RestoreTally tally, bool sparse, CancellationToken ct)
    {
        (_blobs, _tally, _sparse, _ct) = (blobs, tally, sparse, ct);
        _workers = [.. Enumerable.Range(0, Math.Max(2, Environment.ProcessorCount)).Select(_ => Task.Run(WorkAsync, CancellationToken.None))];
    }

    /// <summary>How every temporary name begins; what an interrupted restore left is known by it.</summary>
    internal static ReadOnlySpan<byte> TemporaryPrefix => ".holdfast-restore-"u8;

    internal byte[] NewTemporaryName() =>
        [.. TemporaryPrefix, .. Encoding.ASCII.GetBytes($"{_run}-{Interlocked.Increment(ref _temporaries)}")];

    /// <summary>Waits when the queue is full. <paramref name="folder"/> stays open until the task is done.</summary>
    /// <returns>Whether the file is there as the snapshot has it.</returns>
    internal Task<bool> Write(OpenFile folder, byte[] name, TreeNode node, string path)
    {
        var job = new Job(folder, name, node, path, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _queue.Writer.WriteAsync(job, _ct).AsTask().GetAwaiter().GetResult();
        return job.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.WhenAll(_workers);
    }

    private async Task WorkAsync()
    {
        await foreach (var job in _queue.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                _ct.ThrowIfCancellationRequested();
                await RestoreAsync(job);
                job.Done.SetResult(true);
            }
            catch (Exception e) when (e is SystemCallException or RepositoryException)
            {
                _tally.Fail(job.Path, e.Message);
                job.Done.SetResult(false);
            }
            catch (Exception e)
            {
                // Whatever it is, it belongs to whoever waits for this file.
                job.Done.SetException(e);
            }
        }
    }

    private async Task RestoreAsync(Job job)
    {
        var content = job.Node.Content ?? throw RepositoryException.Damaged("the snapshot has no content for it");
        if (IsThere(job, content))
        {
            NodeMetadata.Apply(job.Folder, job.Name, job.Node, job.Path, _tally);
            _tally.FileUnchanged((long)job.Node.Size, job.Path);
            return;
        }

        var temporary = NewTemporaryName();
        try
        {
            using (var file = Posix.OpenAt(job.Folder, temporary, Libc.WriteOnly | Libc.Create | Libc.Exclusive, 0x180))
            {
                await WriteAsync(file, job, content);
            }

            NodeMetadata.Apply(job.Folder, temporary, job.Node, job.Path, _tally);
            Posix.RenameAt(job.Folder, temporary, job.Name);
        }
        catch
        {
            RemoveQuietly(job.Folder, temporary);
            throw;
        }

        _tally.FileDone(job.Path);
    }

    private async Task WriteAsync(OpenFile file, Job job, IReadOnlyList<BlobId> content)
    {
        Queue<Task<byte[]>> ahead = new();
        long written = 0;
        for (var next = 0; next < content.Count || ahead.Count > 0;)
        {
            for (; next < content.Count && ahead.Count < BlobsAhead; next++)
            {
                ahead.Enqueue(_blobs.ReadAsync(new(BlobType.Data, content[next]), _ct));
            }

            var blob = await ahead.Dequeue();
            if (!_sparse || blob.AsSpan().ContainsAnyExcept((byte)0))
            {
                file.Write(blob, written);
            }

            written += blob.Length;
            _tally.Bytes(blob.Length, job.Path);
        }

        file.SetLength(written);
        if ((ulong)written != job.Node.Size)
        {
            throw RepositoryException.Damaged($"the snapshot says it is {job.Node.Size} bytes long, but holds {written} for it");
        }
    }

    // A file that is there, ours alone and of the right size is read: if every chunk hashes to its name, writing it again gains nothing.
    private bool IsThere(Job job, IReadOnlyList<BlobId> content)
    {
        if (Posix.TryStatusAt(job.Folder, job.Name) is not { Type: FileStatus.Regular, Links: 1 } status || (ulong)status.Size != job.Node.Size)
        {
            return false;
        }

        try
        {
            using var file = Posix.OpenAt(job.Folder, job.Name, Libc.ReadOnly | Libc.NonBlocking);
            long offset = 0;
            foreach (var id in content)
            {
                _ct.ThrowIfCancellationRequested();
                if (_blobs.LengthOf(new(BlobType.Data, id)) is not { } length || length > status.Size - offset)
                {
                    return false;
                }

                var chunk = new byte[length];
                if (file.ReadFully(chunk, offset) != length || BlobId.Of(chunk) != id)
                {
                    return false;
                }

                offset += length;
            }

            return offset == status.Size;
        }
        catch (SystemCallException)
        {
            // What cannot be read is written anew.
            return false;
        }
    }

    private static void RemoveQuietly(OpenFile folder, byte[] temporary)
    {
        try
        {
            Posix.RemoveAt(folder, temporary, isFolder: false);
        }
        catch (SystemCallException)
        {
            // It was never made; the first failure is the one to report.
        }
    }

    private sealed record Job(OpenFile Folder, byte[] Name, TreeNode Node, string Path, TaskCompletionSource<bool> Done);
}
