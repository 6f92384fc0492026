using System.Runtime.InteropServices;

namespace Holdfast.Restic.Platform;

/// <summary>An open file or folder, closed once whatever happens.</summary>
internal sealed unsafe class OpenFile : SafeHandle
{
    public OpenFile()
        : base(-1, ownsHandle: true)
    {
    }

    internal OpenFile(int descriptor, byte[] path)
        : this()
    {
        Path = path;
        SetHandle(descriptor);
    }

    public override bool IsInvalid => handle < 0;

    /// <summary>What it was opened as, for messages.</summary>
    internal byte[] Path { get; } = [];

    /// <exception cref="ObjectDisposedException">It is closed; its number may be another file's by now.</exception>
    internal int Descriptor => IsClosed ? throw new ObjectDisposedException(nameof(OpenFile)) : (int)handle;

    /// <summary>Reads on until <paramref name="buffer"/> is full or the file ends.</summary>
    /// <returns>The number of bytes read.</returns>
    internal int ReadFully(Span<byte> buffer) => ReadFully(buffer, null);

    /// <summary>Reads at an offset until <paramref name="buffer"/> is full or the file ends.</summary>
    internal int ReadFully(Span<byte> buffer, long? offset)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            nint n;
            fixed (byte* p = buffer[total..])
            {
                var wanted = (nuint)(buffer.Length - total);
                n = offset is { } at ? Libc.pread(this, p, wanted, at + total) : Libc.read(this, p, wanted);
            }

            if (n < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted)
            {
                continue;
            }

            if (n < 0)
            {
                throw SystemCallException.Last("read", Path);
            }

            if (n == 0)
            {
                break;
            }

            total += (int)n;
        }

        return total;
    }

    internal void Write(ReadOnlySpan<byte> content, long offset = 0)
    {
        while (!content.IsEmpty)
        {
            nint n;
            fixed (byte* p = content)
            {
                n = Libc.pwrite(this, p, (nuint)content.Length, offset);
            }

            if (n < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted)
            {
                continue;
            }

            if (n < 0)
            {
                throw SystemCallException.Last("write", Path);
            }

            content = content[(int)n..];
            offset += n;
        }
    }

    internal void SetLength(long length)
    {
        if (Libc.ftruncate(this, length) < 0)
        {
            throw SystemCallException.Last("truncate", Path);
        }
    }

    /// <summary>Waits until everything written is on the disk, and says so when it is not.</summary>
    internal void Flush()
    {
        while (Libc.fsync(this) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Libc.Interrupted)
            {
                throw SystemCallException.Last("fsync", Path);
            }
        }
    }

    /// <summary>Waits until the whole file system that this file lies on is on the disk.</summary>
    internal void FlushFileSystem()
    {
        if (Libc.syncfs(this) < 0)
        {
            throw SystemCallException.Last("syncfs", Path);
        }
    }

    internal FileStatus Status() => Posix.StatusOf(Descriptor, [], Libc.EmptyPath, Path);

    protected override bool ReleaseHandle() => Libc.close((int)handle) == 0;
}
