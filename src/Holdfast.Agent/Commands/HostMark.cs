using System.Globalization;
using System.Text;
using Holdfast.Protocol;
using Holdfast.Sources.Processes;

namespace Holdfast.Agent.Commands;

/// <summary>
/// Variables in the environment of all that is run for a host: the host's folder, and for which step of which run. Whatever a program
/// starts inherits them, so what a cut-off run left behind is found though no one wrote down its pid.
/// </summary>
internal static class HostMark
{
    internal const string Variable = "HOLDFAST_FOLDER";
    private const string Run = "HOLDFAST_RUN";
    private const string Step = "HOLDFAST_STEP";

    /// <summary>Set in a drill, for programs that should then leave the world outside alone.</summary>
    private const string Drill = "HOLDFAST_DRILL";

    internal static IEnumerable<(string Name, string Value)> Of(string folder, RunMark? mark)
    {
        yield return (Variable, folder);
        if (mark is null)
        {
            yield break;
        }

        yield return (Run, mark.Run);
        yield return (Step, mark.Step);
        if (mark.Drill)
        {
            yield return (Drill, "1");
        }
    }

    /// <summary>Processes that were started for the host whose folder this is, as far as we may see them.</summary>
    internal static IReadOnlyList<ProcessEntry> ProcessesOf(string folder) => ProcessesWith((Variable, folder));

    /// <summary>Processes that were started for this step of this run on the host.</summary>
    internal static IReadOnlyList<ProcessEntry> ProcessesOf(string folder, RunMark mark) =>
        ProcessesWith((Variable, folder), (Run, mark.Run), (Step, mark.Step));

    /// <summary>Whether the process was started, directly or not, for the run on the host.</summary>
    internal static bool Is(ProcessEntry process, string folder, string run) => Has(process.Pid, [Entry(Variable, folder), Entry(Run, run)]);

    /// <summary>Whether it was started, directly or not, for a step of this system.</summary>
    internal static bool IsOf(ProcessEntry process, string system) => Environ(process.Pid).IndexOf(Encoding.UTF8.GetBytes($"\0{Step}={system}/")) >= 0;

    private static IReadOnlyList<ProcessEntry> ProcessesWith(params (string Name, string Value)[] marks)
    {
        byte[][] wanted = [.. marks.Select(m => Entry(m.Name, m.Value))];
        return [.. ProcessTable.All().Where(p => p.IsAlive && p.Pid != Environment.ProcessId && Has(p.Pid, wanted))];
    }

    private static bool Has(int pid, byte[][] entries)
    {
        var environ = Environ(pid);
        foreach (var entry in entries)
        {
            if (environ.IndexOf(entry) < 0)
            {
                return false;
            }
        }

        return true;
    }

    // Each entry of environ begins after a zero byte, but the first: one in front of it makes them all alike.
    private static byte[] Entry(string name, string value) => Encoding.UTF8.GetBytes($"\0{name}={value}\0");

    private static ReadOnlySpan<byte> Environ(int pid)
    {
        try
        {
            return (byte[])[0, .. File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/environ"))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // It ended, or is not ours to look into.
        }
    }
}
