using Holdfast.Cli.Runs;
using Holdfast.Execution.Executors;
using Holdfast.Failures;
using Holdfast.Presentation;
using Holdfast.Presentation.Runs;
using Holdfast.Recovery.Plans.Exercises;
using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Upkeep;

/// <summary>Begins the drills that the plan wants by themselves, one at a time, beside whatever takes copies.</summary>
/// <param name="failed">Hears at once of one that did not begin, or did not bring everything back.</param>
internal sealed class DrillWatch(Session session, Action failed)
{
    /// <summary>The first copies after a start come first.</summary>
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(5);

    private readonly ScheduledDrills _drills = new(session.Plan, session.State, session.Clock);

    /// <summary>Until it is interrupted. A drill that is under way then is cleared away and sealed as abandoned.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (!session.Plan.Plan.Drills.Any(d => d.ByItself))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, session.Clock, cancellationToken);
        }

        await Task.Delay(First, session.Clock, cancellationToken);
        while (true)
        {
            foreach (var drill in _drills.Due())
            {
                await RunAsync(drill, cancellationToken);
            }

            await Task.Delay(LookAgain, session.Clock, cancellationToken);
        }
    }

    private async Task RunAsync(DrillSchedule drill, CancellationToken cancellationToken)
    {
        var whyNot = "it was interrupted, because the schedule ended or the plan was changed";
        try
        {
            whyNot = session.Trust.IsKnown ? _drills.WhyNot(drill) : session.Trust.Standing.Says();
            if (whyNot is null)
            {
                session.Screen.Heading($"Drill: {drill.Scenario}, as the plan wants it every {drill.Every}");
                whyNot = "it was interrupted, because the schedule ended or the plan was changed";
                var executor = new Executor(
                    session.Plan, session.State, session.Link, session.Keys, RunClock.Begin(session.Clock), new RunPrinter(session.Screen, session.Questions).Print, Screen.Warn);
                var finished = await executor.DrillAsync(ForeseenLoss.Of(session.Plan.Plan, drill.Scenario), PointWish.None, cancellationToken);
                whyNot = null;
                if (RunExit.Of(session.Screen, session.Plan.Plan, finished, session.Typed) != ExitCode.Good)
                {
                    failed();
                }
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested) // Whatever it was, copies go on, and people hear of it.
        {
            whyNot = Failure.Of(e).OneLine;
        }
        finally
        {
            _drills.Tried(drill, whyNot);
        }

        if (whyNot is not null)
        {
            Screen.Warn($"the drill of {drill.Scenario} is due and was not carried out: {whyNot}");
            failed();
        }
    }
}
