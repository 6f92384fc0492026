using Holdfast.Execution.Executors;
using Holdfast.Presentation;
using Holdfast.Presentation.Runs;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Runs;

/// <summary>Shows a finished run and says by the exit code what it came to.</summary>
internal static class RunExit
{
    public static int Of(Screen screen, Plan plan, FinishedRun finished)
    {
        RunReport.Show(screen, plan, finished);
        var leftBehind = finished.Began.Kind == RunKind.Drill && !finished.Warnings.IsEmpty;
        return finished.Ended.Outcome != RunOutcome.Recovered || leftBehind
            ? ExitCode.Partial
            : finished.Ended.Results.All(s => s.IsGood) ? ExitCode.Good : ExitCode.OutsideTarget;
    }
}
