using Holdfast.Restic.Faults;

namespace Holdfast.Execution.Repositories.Kept;

/// <summary>Bytes that are fetched when the first of them is read, and forgotten after the last.</summary>
internal sealed class LateStream(Func<ReadOnlyMemory<byte>> fetch) : Stream
{
    private ReadOnlyMemory<byte>? _left;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="RepositoryException">They cannot be had any more.</exception>
    public override int Read(Span<byte> buffer)
    {
        var left = _left ?? Fetch();
        var now = left[..Math.Min(buffer.Length, left.Length)];
        now.Span.CopyTo(buffer);
        _left = now.Length == left.Length ? default(ReadOnlyMemory<byte>) : left[now.Length..];
        return now.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private ReadOnlyMemory<byte> Fetch()
    {
        try
        {
            return fetch();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RepositoryException(RepositoryFault.Storage, e.Message, null, e);
        }
    }
}
