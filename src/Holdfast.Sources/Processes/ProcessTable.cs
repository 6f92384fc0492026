using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Holdfast.Sources.Processes;

/// <summary>A process as the kernel lists it.</summary>
/// <param name="State">The letter of <c>/proc/PID/stat</c>; Z and X are dead.</param>
/// <param name="StartTime">Clock ticks after boot. With the pid it names one process: pids are used again, pairs are not.</param>
public readonly record struct ProcessEntry(int Pid, char State, int Parent, int Session, long StartTime)
{
    public bool IsAlive => State is not ('Z' or 'X');
}

/// <summary>What runs on this host, from <c>/proc</c>.</summary>
public static class ProcessTable
{
    private const int NoSuchProcess = 3; // ESRCH
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux for x64 and arm64

    /// <summary>Changes with every boot, when pids and start times begin anew.</summary>
    public static string BootId { get; } = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    public static ProcessEntry? Find(int pid)
    {
        try
        {
            return Parse(pid, File.ReadAllText($"/proc/{pid}/stat"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // It ended, perhaps between listing and reading.
        }
    }

    /// <summary>When a process began, by this host's clock as it is now.</summary>
    public static DateTimeOffset BeganAt(ProcessEntry process, DateTimeOffset now) => now - (SinceBoot() - TimeSpan.FromSeconds(process.StartTime / TicksPerSecond));

    public static bool IsAlive(int pid, long startTime) =>
        Find(pid) is { IsAlive: true } found && found.StartTime == startTime;

    public static IEnumerable<ProcessEntry> All() =>
        from folder in Directory.EnumerateDirectories("/proc")
        let name = Path.GetFileName(folder)
        where char.IsAsciiDigit(name[0])
        let entry = Find(int.Parse(name, CultureInfo.InvariantCulture))
        where entry is not null
        select entry.Value;

    /// <summary>The living among a process, its descendants and the members of the session that it leads.</summary>
    public static IReadOnlyList<ProcessEntry> FamilyOf(int pid)
    {
        var all = All().ToArray();
        var family = new HashSet<int> { pid };
        for (var known = 0; known < family.Count;)
        {
            known = family.Count;
            family.UnionWith(all.Where(p => family.Contains(p.Parent)).Select(p => p.Pid).ToArray());
        }

        return [.. all.Where(p => p.IsAlive && (family.Contains(p.Pid) || p.Session == pid))];
    }

    /// <summary>Sends a signal if the process still is the one that was listed.</summary>
    public static void Send(ProcessEntry process, Signal signal)
    {
        if (!IsAlive(process.Pid, process.StartTime)) return;
        if (Libc.Kill(process.Pid, (int)signal) == 0) return;
        var error = Marshal.GetLastPInvokeError();
        if (error != NoSuchProcess)
            throw new HostException($"process {process.Pid} cannot be sent {signal}: {new Win32Exception(error).Message}");
    }

    /// <summary>Ends the whole family, however often its members fork meanwhile.</summary>
    public static void KillFamily(int pid)
    {
        for (var round = 0; round < 10 && FamilyOf(pid) is { Count: > 0 } family; round++)
            foreach (var member in family) Send(member, Signal.Kill);
    }

    // Fields as in proc(5); the name in parentheses may hold anything, so counting starts after its last one.
    private static ProcessEntry? Parse(int pid, string stat)
    {
        var f = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return f.Length < 20 ? null : new(pid, f[0][0], Number(f[1]), Number(f[3]), long.Parse(f[19], CultureInfo.InvariantCulture));
    }

    private static TimeSpan SinceBoot() => TimeSpan.FromSeconds(double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture));

    private static int Number(string field) => int.Parse(field, CultureInfo.InvariantCulture);
}
