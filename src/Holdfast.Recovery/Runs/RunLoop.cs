namespace Holdfast.Recovery.Runs;

/// <summary>Walks a run to its end on a stage. The only loop there is: predict, drill and failover all come through here.</summary>
public static class RunLoop
{
    /// <summary>
    /// Begins whatever is ready, waits for the next event, and so on until nothing can happen any more. Intent is journalled before the
    /// act. A failed step holds back what depends on it and nothing else. The end itself is the caller's to write, unless the stage told
    /// of it.
    /// </summary>
    public static async Task<Run> DriveAsync(Run run, IStage stage, IRunJournal journal, CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var step in run.Ready())
            {
                await Write(new StepStarted(stage.Now, step.Name));
                stage.Begin(step);
            }

            // What is under way is the run's to know: not every event ends a step, and people may have one done again.
            if (!run.GoesOn)
            {
                return run;
            }

            await Write(await stage.NextAsync(cancellationToken));
        }

        async ValueTask Write(RunEvent happened)
        {
            await journal.AppendAsync(happened, cancellationToken);
            run.Apply(happened);
        }
    }
}
