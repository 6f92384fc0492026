using Holdfast.Execution.Executors;
using Holdfast.Presentation;
using Holdfast.Presentation.Runs;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Runs;

/// <summary>Shows a finished run and says by the exit code what it came to.</summary>
internal static class RunExit
{
    /// <param name="typed">How the command named its plan, for the commands to be typed next.</param>
    public static int Of(Screen screen, Plan plan, FinishedRun finished, TypedOptions typed)
    {
        RunReport.Show(screen, plan, finished, typed.ToProtectAgain);
        var leftBehind = finished.Began.Kind == RunKind.Drill && !finished.Warnings.IsEmpty;
        return finished.Ended.Outcome != RunOutcome.Recovered || leftBehind
            ? ExitCode.Partial
            : finished.Ended.Results.All(s => s.IsGood) ? ExitCode.Good : ExitCode.OutsideTarget;
    }
}
