namespace Holdfast.Restic.Platform;

/// <summary>
/// Keys of repositories are in this program's memory. A dump of it, which the machine writes when it crashes, would lay them down on a disk; and other
/// programs of the same user could read them there. What this program starts is as any other: the kernel begins anew with each program.
/// </summary>
public static class CoreDumps
{
    private const int GetDumpable = 3;
    private const int SetDumpable = 4;

    /// <summary>Whether the machine would write one.</summary>
    public static bool ArePossible => Libc.prctl(GetDumpable, 0, 0, 0, 0) != 0;

    /// <summary>Where the kernel knows no such thing, nothing happens: it is no reason not to recover.</summary>
    public static void Forbid() => _ = Libc.prctl(SetDumpable, 0, 0, 0, 0);
}
