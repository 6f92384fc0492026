using System.Runtime.InteropServices;

namespace Holdfast.Restic.Platform;

/// <summary>
/// The system calls that .NET hides or weakens: raw byte names, nanosecond times, fsync that reports its failure.
/// Structures and constants are those of Linux on x86-64.
/// </summary>
internal static unsafe partial class Libc
{
    internal const int ReadOnly = 0, WriteOnly = 1, ReadWrite = 2, Create = 0x40, Exclusive = 0x80, NoControllingTerminal = 0x100, Truncate = 0x200;
    internal const int NonBlocking = 0x800, DirectoryOnly = 0x10000, NoFollow = 0x20000, CloseOnExec = 0x80000, PathOnly = 0x200000;
    internal const int CurrentDirectory = -100, SymlinkNoFollow = 0x100, RemoveDirectory = 0x200, EmptyPath = 0x1000;
    internal const int SeekData = 3, SeekHole = 4, SetFlags = 4, NoAccessTime = 0x40000;
    internal const uint BasicStatistics = 0x7ff;
    internal const int NotPermitted = 1, NoEntry = 2, NoProcess = 3, Interrupted = 4, NoDeviceOrAddress = 6, AccessDenied = 13, Exists = 17, NotADirectory = 20;
    internal const int TooManyFiles = 23, TooManyOpen = 24, InvalidArgument = 22, NoSuchCall = 38;
    internal const int IsADirectory = 21, NoSpace = 28, OutOfRange = 34, NotEmpty = 39, TooManyLinks = 40, NoData = 61, NotSupported = 95, QuotaExceeded = 122;

    private const string Library = "libc.so.6";

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int prctl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int openat(int folder, byte[] name, int flags, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int close(int descriptor);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint read(OpenFile file, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint pread(OpenFile file, byte* buffer, nuint count, long offset);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint pwrite(OpenFile file, byte* buffer, nuint count, long offset);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial long lseek(OpenFile file, long offset, int whence);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fcntl(OpenFile file, int command, int argument);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int ftruncate(OpenFile file, long length);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fallocate(OpenFile file, int mode, long offset, long length);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint copy_file_range(OpenFile from, ref long fromOffset, OpenFile to, ref long toOffset, nuint length, uint flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fsync(OpenFile file);

    [LibraryImport(Library, SetLastError = true, EntryPoint = "fsync")]
    internal static partial int fsync_handle(SafeHandle file);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int syncfs(OpenFile file);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int statx(int folder, byte[] name, int flags, uint mask, byte* result);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint getdents64(OpenFile folder, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint readlinkat(int folder, byte[] name, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int symlinkat(byte[] target, int folder, byte[] name);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int linkat(int fromFolder, byte[] from, int toFolder, byte[] to, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int mkdirat(int folder, byte[] name, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int mknodat(int folder, byte[] name, uint mode, ulong device);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int unlinkat(int folder, byte[] name, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int renameat(int fromFolder, byte[] from, int toFolder, byte[] to);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int renameat2(int fromFolder, byte[] from, int toFolder, byte[] to, uint flags);

    [LibraryImport(Library)]
    internal static partial void sync();

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fstatfs(OpenFile file, byte* result);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fchownat(int folder, byte[] name, uint user, uint group, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fchmodat(int folder, byte[] name, uint mode, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int utimensat(int folder, byte[] name, long* times, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint llistxattr(byte[] path, byte* list, nuint size);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint lgetxattr(byte[] path, byte[] name, byte* value, nuint size);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int lsetxattr(byte[] path, byte[] name, byte* value, nuint size, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint listxattr(byte[] path, byte* list, nuint size);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int setxattr(byte[] path, byte[] name, byte* value, nuint size, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int removexattr(byte[] path, byte[] name);

    [LibraryImport(Library)]
    internal static partial int getrlimit(int resource, ulong* limits);

    [LibraryImport(Library)]
    internal static partial nint getenv(byte[] name);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int kill(int process, int signal);

    [LibraryImport(Library)]
    internal static partial uint geteuid();

    [LibraryImport(Library)]
    internal static partial uint getegid();

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int gethostname(byte* name, nuint size);

    [LibraryImport(Library)]
    internal static partial int getpwuid_r(uint user, nint* record, byte* buffer, nuint size, nint* result);

    [LibraryImport(Library)]
    internal static partial int getgrgid_r(uint group, nint* record, byte* buffer, nuint size, nint* result);
}
