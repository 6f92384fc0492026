using Holdfast.Restic.Chunking;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Packs;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>Cuts content into chunks and stores them, those of a large file several at once.</summary>
internal sealed class ContentCutter(Chunker chunker, BlobWriter writer, BackupTally tally) : IDisposable
{
    /// <summary>Moving the rest to the front, which happens once per filling, costs little beside hashing.</summary>
    internal const int BufferSize = 2 * Chunker.Maximum;

    private static readonly byte[] Zeros = new byte[Chunker.Minimum];

    private readonly SemaphoreSlim _slots = new(Environment.ProcessorCount + 1);

    // The chunk that holes consist of is hashed and stored once.
    private BlobId? _zeros;

    public void Dispose() => _slots.Dispose();

    /// <param name="buffer">Of <see cref="BufferSize"/>, for the cutter alone meanwhile.</param>
    internal async Task<CutContent> CutAsync(ContentSource source, byte[] buffer)
    {
        List<Task<StoredBlob>> chunks = [];
        int start = 0, end = 0;
        long offset = 0, length = 0;
        var isOver = false;
        while (true)
        {
            // A chunk that begins in a hole ends at the shortest length that a chunk may have: 64 zero bytes are a place to cut.
            if (source.ZerosAt(offset - (end - start)) >= Chunker.Minimum)
            {
                var buffered = Math.Min(end - start, Chunker.Minimum);
                (start, offset) = (start + buffered, offset + (Chunker.Minimum - buffered));
                length += Chunker.Minimum;
                chunks.Add(_zeros is { } known ? Task.FromResult(new StoredBlob(known, 0, 0)) : await StartStoringAsync(Zeros));
                _zeros = (await chunks[^1]).Id;
                tally.Read(Chunker.Minimum);
                continue;
            }

            if (end - start < Chunker.Maximum && !isOver)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
                var read = await source.ReadAsync(buffer.AsMemory(end), offset, writer.Failed);
                isOver = end + read < buffer.Length;
                (offset, end) = (offset + read, end + read);
            }

            if (start == end)
            {
                return new(await Task.WhenAll(chunks), length);
            }

            var chunk = buffer.AsMemory(start, chunker.FirstChunk(buffer.AsSpan(start, end - start)));
            start += chunk.Length;
            length += chunk.Length;
            tally.Read(chunk.Length);
            if (isOver && start == end && chunks.Count == 0)
            {
                // Most files are one chunk: no copy, no task.
                return new([await writer.StoreAsync(BlobType.Data, chunk)], length);
            }

            chunks.Add(await StartStoringAsync(chunk));
        }
    }

    private async Task<Task<StoredBlob>> StartStoringAsync(ReadOnlyMemory<byte> chunk)
    {
        await _slots.WaitAsync(writer.Failed);
        var copy = BlobBuffers.Pool.Rent(chunk.Length);
        chunk.CopyTo(copy);
        return Task.Run(async () =>
        {
            try
            {
                return await writer.StoreAsync(BlobType.Data, copy.AsMemory(0, chunk.Length));
            }
            finally
            {
                BlobBuffers.Pool.Return(copy);
                _slots.Release();
            }
        });
    }
}
