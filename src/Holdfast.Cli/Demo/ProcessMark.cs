using System.Diagnostics;
using Holdfast.Sources.Processes;

namespace Holdfast.Cli.Demo;

/// <summary>A process that the demo started, told apart from any later one with the same number by when the kernel began it.</summary>
/// <param name="StartTime">Clock ticks after the boot that <paramref name="Boot"/> names.</param>
internal sealed record ProcessMark(int Id, long StartTime, string Boot)
{
    /// <summary>Of a process that runs or ran a moment ago; one that has ended marks nothing.</summary>
    public static ProcessMark Of(Process process) => new(process.Id, ProcessTable.Find(process.Id)?.StartTime ?? 0, ProcessTable.BootId);

    /// <summary>Ends it, with all that it started, if it is still the one that was started.</summary>
    public void Kill()
    {
        if (Boot == ProcessTable.BootId && ProcessTable.IsAlive(Id, StartTime))
        {
            ProcessTable.KillFamily(Id);
        }
    }
}
