using System.Globalization;

namespace HarborDental.Office;

/// <summary>
/// One process, for good: a pid alone may be somebody else's by now, a pid with its start time (in clock ticks since boot,
/// proc(5)) may not.
/// </summary>
internal readonly record struct ProcessIdentity(int Pid, long StartTicks)
{
    /// <summary>The process that has this pid now; null when none lives. A zombie does not live.</summary>
    public static ProcessIdentity? Of(int pid) => Stat(pid) is { } stat ? new(pid, stat.StartTicks) : null;

    public bool Lives => Of(Pid) == this;

    public IReadOnlyList<ProcessIdentity> Children()
    {
        var parent = Pid;
        return [.. from entry in Directory.EnumerateDirectories("/proc")
            where int.TryParse(Path.GetFileName(entry), CultureInfo.InvariantCulture, out _)
            let pid = int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture)
            let stat = Stat(pid)
            where stat is not null && stat.Value.Parent == parent
            select new ProcessIdentity(pid, stat.Value.StartTicks)];
    }

    /// <summary>Sends the signal if the process still lives; never to one that inherited its pid.</summary>
    public void Signal(int signal)
    {
        if (Lives) _ = Native.Kill(Pid, signal); // it may be gone by now, which is what was wanted
    }

    private static (int Parent, long StartTicks)? Stat(int pid)
    {
        string line;
        try
        {
            line = File.ReadAllText($"/proc/{pid}/stat");
        }
        catch (IOException)
        {
            return null; // it ended
        }

        // The second field is the program's name in brackets and may hold spaces and brackets itself.
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X"
            ? null
            : (int.Parse(fields[1], CultureInfo.InvariantCulture), long.Parse(fields[19], CultureInfo.InvariantCulture));
    }
}
