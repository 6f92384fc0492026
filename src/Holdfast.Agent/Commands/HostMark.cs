using System.Globalization;
using System.Text;
using Holdfast.Sources.Processes;

namespace Holdfast.Agent.Commands;

/// <summary>
/// A variable in the environment of all that is run for a host: the host's folder. Whatever a program starts inherits it, so what a
/// cut-off run left behind is found though nobody wrote down its pid.
/// </summary>
internal static class HostMark
{
    internal const string Variable = "HOLDFAST_FOLDER";

    /// <summary>Processes that were started for the host whose folder this is, as far as we may see them.</summary>
    internal static IReadOnlyList<ProcessEntry> ProcessesOf(string folder)
    {
        var mark = Encoding.UTF8.GetBytes($"{Variable}={folder}\0");
        return [.. ProcessTable.All().Where(p => p.IsAlive && p.Pid != Environment.ProcessId && Environ(p.Pid).IndexOf(mark) >= 0)];
    }

    private static ReadOnlySpan<byte> Environ(int pid)
    {
        try
        {
            return File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/environ"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // It ended, or is not ours to look into.
        }
    }
}
