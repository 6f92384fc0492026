using System.Buffers.Binary;

namespace Holdfast.Restic.Format;

/// <summary>
/// A zstd frame of raw blocks (RFC 8878, 3.1.1): content as it is, 10 bytes before it and 3 before each 128 KiB. What is not to be compressed
/// becomes one, because a frame's first bytes keep a file's content from ever posing as an index or a snapshot.
/// </summary>
internal static class RawFrame
{
    private const int HeaderSize = 10, BlockHeaderSize = 3, BlockSize = 128 * 1024;

    // No checksum, no dictionary, a window, and 4 bytes of content size; the window 2^19, as in all our frames.
    private const byte Descriptor = 0x80, Window = 9 << 3;

    internal static int Length(int content) => checked(HeaderSize + content + (BlockHeaderSize * Blocks(content)));

    /// <returns>The frame's length.</returns>
    internal static int Write(ReadOnlySpan<byte> content, Span<byte> frame)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, 0xFD2FB528);
        (frame[4], frame[5]) = (Descriptor, Window);
        BinaryPrimitives.WriteInt32LittleEndian(frame[6..], content.Length);
        var at = HeaderSize;
        for (var left = Blocks(content.Length); left > 0; left--)
        {
            var block = content[..Math.Min(content.Length, BlockSize)];
            content = content[block.Length..];
            var header = (block.Length << 3) | (left == 1 ? 1 : 0);
            (frame[at], frame[at + 1], frame[at + 2]) = ((byte)header, (byte)(header >> 8), (byte)(header >> 16));
            block.CopyTo(frame[(at + BlockHeaderSize)..]);
            at += BlockHeaderSize + block.Length;
        }

        return at;
    }

    // A frame needs a last block, even when it holds nothing.
    private static int Blocks(int content) => Math.Max(1, (content + BlockSize - 1) / BlockSize);
}
