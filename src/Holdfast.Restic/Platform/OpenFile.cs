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

    /// <summary>Whether there is something to read at an offset.</summary>
    internal bool HasByteAt(long offset)
    {
        byte one;
        return Libc.pread(this, &one, 1, offset) == 1;
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

    /// <summary>
    /// Makes room for <paramref name="length"/> bytes, so that a full disk shows before anything is written. The length is set too.
    /// </summary>
    internal void Allocate(long length)
    {
        while (length > 0 && Libc.fallocate(this, 0, 0, length) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error is Libc.NoSpace or Libc.QuotaExceeded)
            {
                throw new SystemCallException("make room for", Path, error);
            }

            if (error != Libc.Interrupted)
            {
                // Not every file system can; then the writing itself shows whether there is room.
                break;
            }
        }

        SetLength(length);
    }

    /// <summary>Copies a part of another file to the same place in this one; file systems that can share the blocks do so.</summary>
    /// <returns>How much was copied: less than asked for when the other file ends before, or its file system cannot do it.</returns>
    internal long CopyFrom(OpenFile other, long offset, long length)
    {
        var (from, to, end) = (offset, offset, offset + length);
        while (from < end)
        {
            var n = Libc.copy_file_range(other, ref from, this, ref to, (nuint)(end - from), 0);
            if (n < 0 && Marshal.GetLastPInvokeError() is Libc.NoSpace or Libc.QuotaExceeded)
            {
                throw SystemCallException.Last("write", Path);
            }

            if (n == 0 || (n < 0 && Marshal.GetLastPInvokeError() != Libc.Interrupted))
            {
                break;
            }
        }

        return from - offset;
    }

    /// <summary>Changes the owner of exactly what is open, a link or a pipe too.</summary>
    internal void SetOwner(uint user, uint group)
    {
        if (Libc.fchownat(Descriptor, [0], user, group, Libc.EmptyPath) < 0)
        {
            throw SystemCallException.Last("chown", Path);
        }
    }

    internal void SetTimes(FileTime accessed, FileTime modified)
    {
        var times = stackalloc long[] { accessed.Seconds, accessed.Nanoseconds, modified.Seconds, modified.Nanoseconds };
        if (Libc.utimensat(Descriptor, [0], times, Libc.EmptyPath) < 0
            && Libc.utimensat(Libc.CurrentDirectory, Posix.DescriptorPath(this), times, 0) < 0)
        {
            // The first way is new in Linux 5.8.
            throw SystemCallException.Last("utime", Path);
        }
    }

    /// <summary>Sets the permissions of exactly what is open. A symbolic link has none.</summary>
    internal void SetMode(uint mode)
    {
        if (Libc.fchmodat(Libc.CurrentDirectory, Posix.DescriptorPath(this), mode, 0) < 0)
        {
            throw SystemCallException.Last("chmod", Path);
        }
    }

    /// <summary>Waits until everything written is on the disk, and says so when it is not.</summary>
    internal void Flush()
    {
        while (Libc.fsync(this) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (IsNotOffered(error))
            {
                FlushFileSystem();
                return;
            }

            if (error != Libc.Interrupted)
            {
                throw new SystemCallException("fsync", Path, error);
            }
        }
    }

    /// <summary>Waits until the whole file system that this file lies on is on the disk.</summary>
    internal void FlushFileSystem()
    {
        if (Libc.syncfs(this) == 0)
        {
            return;
        }

        var error = Marshal.GetLastPInvokeError();
        if (!IsNotOffered(error))
        {
            throw new SystemCallException("syncfs", Path, error);
        }

        // Nothing more can be asked of such a file system; what it keeps on another one is on the disk after this.
        Libc.sync();
    }

    /// <summary>
    /// The file system does not do this at all, as some do with folders (FUSE, CIFS, 9p): another way is taken. It is not a write that failed.
    /// </summary>
    internal static bool IsNotOffered(int error) => error is Libc.InvalidArgument or Libc.NoSuchCall or Libc.NotSupported;

    /// <summary>
    /// Its file system makes content up when it is read, as /proc and /sys do: what it says of a file's size is a guess, most often 0 or a page.
    /// </summary>
    internal bool IsMadeUp()
    {
        // struct statfs begins with its type, a long.
        Span<long> result = stackalloc long[16];
        fixed (long* p = result)
        {
            // Of linux/magic.h: proc, sysfs, cgroup 1 and 2, debugfs, tracefs, securityfs, configfs, pstore, selinux, smack, bpf, binfmt_misc.
            return Libc.fstatfs(this, (byte*)p) == 0 && result[0] is
                0x9FA0 or 0x62656572 or 0x27E0EB or 0x63677270 or 0x64626720 or 0x74726163 or 0x73636673 or 0x62656570 or 0x6165676C
                or 0xF97CFF8C or 0x43415D53 or 0xCAFE4A11 or 0x42494E4D;
        }
    }

    /// <summary>Where the first byte from an offset on is that someone wrote; null: there is none, and all up to the end is zero.</summary>
    internal long? FindData(long offset)
    {
        var found = Libc.lseek(this, offset, Libc.SeekData);
        return found >= 0 ? found
            : Marshal.GetLastPInvokeError() == Libc.NoDeviceOrAddress ? null
            : throw SystemCallException.Last("find data in", Path);
    }

    /// <summary>Where the first hole from an offset on begins; the end counts as one. Where the file system knows none: the end.</summary>
    internal long FindHole(long offset)
    {
        var found = Libc.lseek(this, offset, Libc.SeekHole);
        return found >= 0 ? found : long.MaxValue;
    }

    /// <summary>Reading is to leave no trace. Only the owner may ask for that; for others it stays as it is.</summary>
    internal void LeaveAccessTime() => _ = Libc.fcntl(this, Libc.SetFlags, Libc.NonBlocking | Libc.NoAccessTime);

    internal FileStatus Status() => Posix.StatusOf(Descriptor, [], Libc.EmptyPath, Path);

    protected override bool ReleaseHandle() => Libc.close((int)handle) == 0;
}
