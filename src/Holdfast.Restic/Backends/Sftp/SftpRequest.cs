using System.Buffers.Binary;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Backends.Sftp;

/// <summary>One packet to the server, as it is built: numbers big-endian, texts and bytes with their length before them.</summary>
internal sealed class SftpRequest
{
    private const int Head = 9; // Length, type, number.
    private byte[] _bytes;
    private int _end;

    internal SftpRequest(byte type, int room = 200)
    {
        _bytes = new byte[Head + room];
        _bytes[4] = type;
        _end = Head;
    }

    internal SftpRequest Number(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Room(4), value);
        return this;
    }

    internal SftpRequest Long(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(Room(8), value);
        return this;
    }

    internal SftpRequest Text(string text) => Bytes(RawText.ToBytes(text));

    internal SftpRequest Bytes(ReadOnlySpan<byte> bytes)
    {
        Number((uint)bytes.Length);
        bytes.CopyTo(Room(bytes.Length));
        return this;
    }

    /// <summary>The packet as it goes out.</summary>
    /// <param name="id">Which answer will be this one's; in the first packet of all, the version.</param>
    internal ReadOnlyMemory<byte> Finish(uint id)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_bytes, (uint)(_end - 4));
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(5), id);
        return _bytes.AsMemory(0, _end);
    }

    private Span<byte> Room(int length)
    {
        if (_end + length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_end + length, 2 * _bytes.Length));
        }

        _end += length;
        return _bytes.AsSpan(_end - length, length);
    }
}
