using System.Runtime.CompilerServices;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Dumps;

/// <summary>The content of files one after the other, while the blobs that come next are being read already.</summary>
internal sealed class ContentAhead(BlobReader blobs)
{
    // Blobs are 8 MiB at the most as restic cuts them; entries without content cost next to nothing.
    private const int BlobsAhead = 8, PartsAhead = 256;

    /// <returns>For each entry a part that begins it, and then its content in order.</returns>
    internal async IAsyncEnumerable<Part> ReadAsync(
        IAsyncEnumerable<ArchiveEntry> entries, [EnumeratorCancellation] CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var ahead = new Queue<(ArchiveEntry? Begins, Task<byte[]>? Content)>();
        var reading = 0;
        try
        {
            await foreach (var (begins, blob) in PartsOf(entries, ct))
            {
                ahead.Enqueue((begins, blob is { } id ? blobs.ReadAsync(new(BlobType.Data, id), stop.Token) : null));
                reading += blob is null ? 0 : 1;
                while (reading > BlobsAhead || ahead.Count > PartsAhead)
                {
                    yield return await NextAsync();
                }
            }

            while (ahead.Count > 0)
            {
                yield return await NextAsync();
            }
        }
        finally
        {
            await stop.CancelAsync();
            foreach (var (_, content) in ahead)
            {
                // What no one waits for any more may fail unheard.
                _ = content?.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }
        }

        async Task<Part> NextAsync()
        {
            var (begins, content) = ahead.Dequeue();
            reading -= content is null ? 0 : 1;
            return new(begins, content is null ? default : await content);
        }
    }

    private async IAsyncEnumerable<(ArchiveEntry? Begins, BlobId? Blob)> PartsOf(
        IAsyncEnumerable<ArchiveEntry> entries, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var entry in entries)
        {
            if (entry.Node.Type == NodeType.File)
            {
                await blobs.LookForAsync((entry.Node.Content ?? []).Select(b => new BlobHandle(BlobType.Data, b)), ct);
                RequireSize(entry.Node);
            }

            yield return (entry, null);
            foreach (var blob in entry.Node.Type == NodeType.File ? entry.Node.Content! : [])
            {
                yield return (null, blob);
            }
        }
    }

    // An archive says before a file how long it is. What no index knows fails when it is read, and says more then.
    private void RequireSize(TreeNode node)
    {
        var length = node.Content?.Sum(id => blobs.LengthOf(new(BlobType.Data, id)) ?? long.MinValue / 2) ?? -1;
        if (length >= 0 ? (ulong)length != node.Size : node.Content is null)
        {
            throw RepositoryException.Damaged(
                $"the snapshot says that {node.Name} is {node.Size} bytes long, but holds {Math.Max(0, length)} for it", "restore it to have what there is");
        }
    }

    /// <param name="Begins">Not null: from here on it is about this entry, and there is no content in this part.</param>
    internal readonly record struct Part(ArchiveEntry? Begins, ReadOnlyMemory<byte> Content);
}
