using System.Globalization;

namespace Holdfast.Agent.Services;

/// <summary>The kernel's groups, in which systemd keeps the processes of each unit.</summary>
internal static class ControlGroup
{
    /// <summary>Whether the process belongs to the unit, or to the service that a unit of another kind, such as a socket, starts.</summary>
    internal static bool IsOf(int pid, string unit)
    {
        string groups;
        try
        {
            groups = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cgroup"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // It ended, or is not ours to look into.
        }

        return IsIn(groups, unit);
    }

    /// <param name="groups">As <c>/proc/PID/cgroup</c> has it: lines of <c>NUMBER:CONTROLLERS:PATH</c>.</param>
    internal static bool IsIn(string groups, string unit)
    {
        var kind = Path.GetExtension(unit);
        var name = kind is ".service" or ".socket" or ".timer" or ".path" ? unit[..^kind.Length] : unit;
        return groups.Split('\n').Any(line => line.Split(':', 3) is [_, _, var path] && path.Split('/').Contains($"{name}.service"));
    }
}
