using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HarborDental.Office;

/// <summary>What the base library does not offer, or (fsync) does without reporting failure.</summary>
internal static partial class Native
{
    public const int Interrupt = 2;
    public const int KillNow = 9;
    public const int Terminate = 15;
    public const int Stop = 19;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle file);

    /// <exception cref="Win32Exception">The bytes may not be on the disk.</exception>
    public static void ToDisk(SafeFileHandle file)
    {
        if (FSync(file) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
