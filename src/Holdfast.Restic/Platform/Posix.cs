using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Holdfast.Restic.Platform;

/// <summary>
/// Files by raw byte names, relative to an open folder. Nothing here follows a symbolic link in the last component, so
/// that walking component by component stays beneath where it began.
/// </summary>
internal static unsafe class Posix
{
    internal const int SymlinkLimit = 64 * 1024;

    /// <summary>Opens an absolute or working-directory path the ordinary way, links in its leading components followed.</summary>
    internal static OpenFile OpenPath(ReadOnlySpan<byte> path, int flags) => Open(Libc.CurrentDirectory, path, flags, 0, path);

    internal static OpenFile OpenAt(OpenFile folder, ReadOnlySpan<byte> name, int flags, uint mode = 0) =>
        Open(folder.Descriptor, name, flags | Libc.NoFollow, mode, Join(folder.Path, name));

    internal static OpenFile OpenFolderAt(OpenFile folder, ReadOnlySpan<byte> name) =>
        OpenAt(folder, name, Libc.ReadOnly | Libc.DirectoryOnly);

    /// <summary>Opens what stands there, a link or a pipe too, only to say something about it: nothing can be read or written.</summary>
    internal static OpenFile OpenToDescribeAt(OpenFile folder, ReadOnlySpan<byte> name) => OpenAt(folder, name, Libc.PathOnly);

    /// <summary>A path that leads the system's calls to exactly what is open, whatever its name means by now.</summary>
    internal static byte[] DescriptorPath(OpenFile file) => [.. Encoding.ASCII.GetBytes($"/proc/self/fd/{file.Descriptor}"), 0];

    internal static FileStatus StatusAt(OpenFile folder, ReadOnlySpan<byte> name) =>
        StatusOf(folder.Descriptor, name, Libc.SymlinkNoFollow, Join(folder.Path, name));

    /// <returns>Null when there is nothing of that name.</returns>
    internal static FileStatus? TryStatusAt(OpenFile folder, ReadOnlySpan<byte> name)
    {
        try
        {
            return StatusAt(folder, name);
        }
        catch (SystemCallException e) when (e.Error == Libc.NoEntry)
        {
            return null;
        }
    }

    internal static FileStatus StatusOfPath(ReadOnlySpan<byte> path) =>
        StatusOf(Libc.CurrentDirectory, path, Libc.SymlinkNoFollow, path);

    internal static FileStatus StatusOf(int folder, ReadOnlySpan<byte> name, int flags, ReadOnlySpan<byte> path)
    {
        Span<byte> s = stackalloc byte[256];
        fixed (byte* p = s)
        {
            if (Libc.statx(folder, Terminated(name), flags, Libc.BasicStatistics, p) < 0)
            {
                throw SystemCallException.Last("stat", path);
            }
        }

        // struct statx: mask 0, blksize 4, attributes 8, nlink 16, uid 20, gid 24, mode 28, ino 32, size 40, blocks 48,
        // attributes_mask 56, atime 64, btime 80, ctime 96, mtime 112, rdev 128, dev 136.
        return new(
            BinaryPrimitives.ReadUInt16LittleEndian(s[28..]),
            BinaryPrimitives.ReadUInt32LittleEndian(s[20..]),
            BinaryPrimitives.ReadUInt32LittleEndian(s[24..]),
            BinaryPrimitives.ReadUInt64LittleEndian(s[32..]),
            Device(s[136..]),
            Device(s[128..]),
            BinaryPrimitives.ReadUInt32LittleEndian(s[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(s[40..]),
            Time(s[112..]),
            Time(s[64..]),
            Time(s[96..]));
    }

    /// <summary>The names in a folder, without <c>.</c> and <c>..</c>, in no order.</summary>
    internal static List<byte[]> NamesIn(OpenFile folder)
    {
        List<byte[]> names = [];
        var buffer = new byte[64 * 1024];
        while (true)
        {
            nint n;
            fixed (byte* p = buffer)
            {
                n = Libc.getdents64(folder, p, (nuint)buffer.Length);
            }

            if (n < 0)
            {
                throw SystemCallException.Last("list", folder.Path);
            }

            if (n == 0)
            {
                return names;
            }

            // struct linux_dirent64: ino 0, off 8, reclen 16 (2 bytes), type 18, name 19, NUL-terminated.
            for (var at = 0; at < n;)
            {
                var length = BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(at + 16));
                var name = buffer.AsSpan((at + 19)..(at + length));
                name = name[..name.IndexOf((byte)0)];
                if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                {
                    names.Add(name.ToArray());
                }

                at += length;
            }
        }
    }

    internal static byte[] ReadLinkAt(OpenFile folder, ReadOnlySpan<byte> name)
    {
        var buffer = new byte[SymlinkLimit];
        nint n;
        fixed (byte* p = buffer)
        {
            n = Libc.readlinkat(folder.Descriptor, Terminated(name), p, (nuint)buffer.Length);
        }

        return n < 0 ? throw SystemCallException.Last("readlink", Join(folder.Path, name)) : buffer[..(int)n];
    }

    /// <summary>What a link by its path says.</summary>
    internal static byte[] ReadLink(ReadOnlySpan<byte> path)
    {
        var buffer = new byte[SymlinkLimit];
        fixed (byte* p = buffer)
        {
            var n = Libc.readlinkat(Libc.CurrentDirectory, Terminated(path), p, (nuint)buffer.Length);
            return n < 0 ? throw SystemCallException.Last("readlink", path) : buffer[..(int)n];
        }
    }

    internal static void SymlinkAt(ReadOnlySpan<byte> target, OpenFile folder, ReadOnlySpan<byte> name) =>
        Check(Libc.symlinkat(Terminated(target), folder.Descriptor, Terminated(name)), "symlink", folder, name);

    internal static void LinkAt(OpenFile fromFolder, ReadOnlySpan<byte> from, OpenFile toFolder, ReadOnlySpan<byte> to) =>
        Check(Libc.linkat(fromFolder.Descriptor, Terminated(from), toFolder.Descriptor, Terminated(to), 0), "link", toFolder, to);

    internal static void MakeFolderAt(OpenFile folder, ReadOnlySpan<byte> name, uint mode) =>
        Check(Libc.mkdirat(folder.Descriptor, Terminated(name), mode), "mkdir", folder, name);

    /// <summary>Makes a folder by path; fine when it exists.</summary>
    internal static void MakeFolder(ReadOnlySpan<byte> path, uint mode)
    {
        if (Libc.mkdirat(Libc.CurrentDirectory, Terminated(path), mode) < 0 && Marshal.GetLastPInvokeError() != Libc.Exists)
        {
            throw SystemCallException.Last("mkdir", path);
        }
    }

    /// <summary>Removes a folder if there is nothing in it.</summary>
    internal static void RemoveFolderQuietly(ReadOnlySpan<byte> path) =>
        _ = Libc.unlinkat(Libc.CurrentDirectory, Terminated(path), Libc.RemoveDirectory);

    internal static void MakeSpecialAt(OpenFile folder, ReadOnlySpan<byte> name, uint mode, ulong device) =>
        Check(Libc.mknodat(folder.Descriptor, Terminated(name), mode, device), "mknod", folder, name);

    internal static void RemoveAt(OpenFile folder, ReadOnlySpan<byte> name, bool isFolder) =>
        Check(Libc.unlinkat(folder.Descriptor, Terminated(name), isFolder ? Libc.RemoveDirectory : 0), "remove", folder, name);

    internal static void RenameAt(OpenFile folder, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to) =>
        Check(Libc.renameat(folder.Descriptor, Terminated(from), folder.Descriptor, Terminated(to)), "rename", folder, to);

    /// <summary>Renames, but never over a name that exists.</summary>
    /// <returns>False when the name exists; nothing is renamed then.</returns>
    internal static bool TryRenameNewAt(OpenFile folder, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        const uint noReplace = 1; // RENAME_NOREPLACE of linux/fs.h
        if (Libc.renameat2(folder.Descriptor, Terminated(from), folder.Descriptor, Terminated(to), noReplace) == 0)
        {
            return true;
        }

        if (Marshal.GetLastPInvokeError() == Libc.Exists)
        {
            return false;
        }

        // A file system that cannot promise it: then we look before.
        if (TryStatusAt(folder, to) is not null)
        {
            return false;
        }

        RenameAt(folder, from, to);
        return true;
    }

    internal static byte[] Join(ReadOnlySpan<byte> folder, ReadOnlySpan<byte> name) =>
        folder is [.., (byte)'/'] ? [.. folder, .. name] : [.. folder, (byte)'/', .. name];

    /// <summary>The bytes as the system wants them: with a NUL at the end.</summary>
    internal static byte[] Terminated(ReadOnlySpan<byte> name)
    {
        if (name.Contains((byte)0))
        {
            throw new SystemCallException("use", name, 22);
        }

        return [.. name, 0];
    }

    private static OpenFile Open(int folder, ReadOnlySpan<byte> name, int flags, uint mode, ReadOnlySpan<byte> path)
    {
        while (true)
        {
            var descriptor = Libc.openat(folder, Terminated(name), flags | Libc.CloseOnExec | Libc.NoControllingTerminal, mode);
            if (descriptor >= 0)
            {
                return new(descriptor, path.ToArray());
            }

            if (Marshal.GetLastPInvokeError() != Libc.Interrupted)
            {
                throw SystemCallException.Last("open", path);
            }
        }
    }

    private static void Check(int result, string call, OpenFile folder, ReadOnlySpan<byte> name)
    {
        if (result < 0)
        {
            throw SystemCallException.Last(call, Join(folder.Path, name));
        }
    }

    private static FileTime Time(ReadOnlySpan<byte> s) =>
        new(BinaryPrimitives.ReadInt64LittleEndian(s), BinaryPrimitives.ReadInt32LittleEndian(s[8..]));

    // glibc's makedev: the low 12 bits of the major and the low 8 of the minor stand together, the rest above them.
    private static ulong Device(ReadOnlySpan<byte> s)
    {
        ulong major = BinaryPrimitives.ReadUInt32LittleEndian(s), minor = BinaryPrimitives.ReadUInt32LittleEndian(s[4..]);
        return ((major & 0xfff) << 8) | ((major & ~0xffful) << 32) | (minor & 0xff) | ((minor & ~0xfful) << 12);
    }
}
