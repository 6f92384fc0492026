using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Holdfast.Restic.Platform;

/// <summary>Who we are on this machine, and what its users and groups are called.</summary>
internal static unsafe class ThisMachine
{
    private static readonly ConcurrentDictionary<uint, string> Users = [], Groups = [];

    internal static uint User => Libc.geteuid();

    internal static uint Group => Libc.getegid();

    internal static bool IsRoot => User == 0;

    /// <summary>The full name; <see cref="Environment.MachineName"/> cuts it at the first dot.</summary>
    internal static string HostName { get; } = ReadHostName();

    /// <summary>Empty when the system has no name for the number.</summary>
    internal static string UserName(uint user) => Users.GetOrAdd(user, static u =>
    {
        nint result;
        var record = stackalloc nint[16];
        var buffer = stackalloc byte[16 * 1024];
        return Libc.getpwuid_r(u, record, buffer, 16 * 1024, &result) == 0 && result != 0 ? Marshal.PtrToStringUTF8(record[0]) ?? "" : "";
    });

    /// <summary>Empty when the system has no name for the number.</summary>
    internal static string GroupName(uint group) => Groups.GetOrAdd(group, static g =>
    {
        nint result;
        var record = stackalloc nint[16];
        var buffer = stackalloc byte[64 * 1024];
        return Libc.getgrgid_r(g, record, buffer, 64 * 1024, &result) == 0 && result != 0 ? Marshal.PtrToStringUTF8(record[0]) ?? "" : "";
    });

    /// <summary>
    /// True also for a process that belongs to someone else. A signal finds threads of other processes too, whose numbers come from the same row, and a
    /// process that has ended and nobody has asked after.
    /// </summary>
    internal static bool IsRunning(int process)
    {
        if (process <= 0 || (Libc.kill(process, 0) != 0 && Marshal.GetLastPInvokeError() == Libc.NoProcess))
        {
            return false;
        }

        try
        {
            var status = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status"));
            return status.Contains(string.Create(CultureInfo.InvariantCulture, $"\nTgid:\t{process}\n"), StringComparison.Ordinal)
                && !status.Contains("\nState:\tZ", StringComparison.Ordinal) && !status.Contains("\nState:\tX", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended just now, or others' processes are hidden from us.
            return Libc.kill(process, 0) == 0 || Marshal.GetLastPInvokeError() != Libc.NoProcess;
        }
    }

    private static string ReadHostName()
    {
        var buffer = stackalloc byte[256];
        return Libc.gethostname(buffer, 255) == 0 ? Marshal.PtrToStringUTF8((nint)buffer) ?? "" : Environment.MachineName;
    }
}
