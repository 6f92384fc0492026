using Holdfast.Restic.Chunking;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>Content that is read from front to end.</summary>
internal abstract class ContentSource
{
    /// <summary>Fills <paramref name="buffer"/>, or what is left fits into it.</summary>
    /// <returns>How many bytes; fewer than asked for: that was the end.</returns>
    internal abstract ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken ct);

    /// <summary>How many bytes from an offset on are known to be zero without reading them.</summary>
    internal virtual long ZerosAt(long offset) => 0;

    /// <summary>A file as large as it was when its size was asked for; what is appended later belongs to the next backup.</summary>
    internal sealed class OfFile(OpenFile file, long size) : ContentSource
    {
        private readonly Holes _holes = new(file, size, Chunker.Minimum);

        internal override ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken ct) =>
            new(file.ReadFully(buffer.Span[..(int)Math.Min(buffer.Length, size - offset)], offset));

        internal override long ZerosAt(long offset) => _holes.ZerosAt(offset);
    }

    /// <summary>A file whose size is not known before it is read.</summary>
    internal sealed class ToEnd(OpenFile file) : ContentSource
    {
        internal override ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken ct) => new(file.ReadFully(buffer.Span, offset));
    }

    internal sealed class OfStream(Stream stream) : ContentSource
    {
        internal override async ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken ct)
        {
            var total = 0;
            while (total < buffer.Length)
            {
                // A pipe is waited for without a way to stop; whoever gives up does not wait with it.
                var read = await stream.ReadAsync(buffer[total..], ct).AsTask().WaitAsync(ct);
                if (read == 0)
                {
                    break;
                }

                total += read;
            }

            return total;
        }
    }
}
