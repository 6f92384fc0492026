using System.Diagnostics;

namespace Holdfast.Cli.Demo;

/// <summary>A process that the demo started, told apart from any later one with the same number by when it began.</summary>
internal sealed record ProcessMark(int Id, DateTime StartedAt)
{
    public static ProcessMark Of(Process process) => new(process.Id, process.StartTime.ToUniversalTime());

    /// <summary>Ends it if it is still the one that was started.</summary>
    public void Kill()
    {
        try
        {
            using var process = Process.GetProcessById(Id);
            if (process.StartTime.ToUniversalTime() == StartedAt)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit(5000);
            }
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
