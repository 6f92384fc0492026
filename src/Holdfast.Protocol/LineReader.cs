namespace Holdfast.Protocol;

/// <summary>Reads lines of bytes from a stream, none longer than a limit. Not for several readers at once.</summary>
public sealed class LineReader(Stream stream)
{
    private const int First = 64 << 10;

    private byte[] _buffer = new byte[First];
    private int _begin;
    private int _end;

    /// <returns>Without its end; null: the stream has ended. What stands after the last end of a line is no line.</returns>
    /// <exception cref="InvalidDataException">A line is longer than <paramref name="longest"/> bytes.</exception>
    /// <exception cref="IOException">The stream can't be read.</exception>
    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken, int longest = Wire.LongestLine)
    {
        for (var looked = 0; ;)
        {
            var end = _buffer.AsSpan(_begin + looked, _end - _begin - looked).IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = _buffer[_begin..(_begin + looked + end)];
                _begin += looked + end + 1;
                return line;
            }

            looked = _end - _begin;
            if (looked > longest)
            {
                throw new InvalidDataException($"a line of more than {longest} bytes");
            }

            MakeRoom();
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                return null;
            }

            _end += read;
        }
    }

    private void MakeRoom()
    {
        if (_end < _buffer.Length)
        {
            return;
        }

        var held = _end - _begin;
        var larger = held > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        Array.Copy(_buffer, _begin, larger, 0, held);
        (_buffer, _begin, _end) = (larger, 0, held);
    }
}
