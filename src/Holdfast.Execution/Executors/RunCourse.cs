using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Codes;
using Holdfast.Execution.Inboxes;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stages;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Executors;

/// <summary>Walks a run that has begun to where nothing can happen any more: machines and people answer its steps, and what it started is looked at once more.</summary>
internal sealed class RunCourse(World world, IRunStore state, IAgentLink link, TimeProvider clock)
{
    /// <param name="first">What comes before anything is begun.</param>
    /// <param name="watch">Whether the run still leads; null: it leads nothing.</param>
    /// <returns>The run, whose end is the caller's to write unless people gave it up.</returns>
    public async Task<Run> WalkAsync(
        Run run, IReadOnlyList<RunEvent> first, IRunJournal journal, RepositorySet repositories, LeadWatch? watch, CancellationToken cancellationToken)
    {
        foreach (var happened in first)
        {
            await journal.AppendAsync(happened, cancellationToken);
            run.Apply(happened);
        }

        var began = run.Began!;
        using var halt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var machines = new AgentStage(
            world,
            began.Run,
            [.. run.Graph.Systems.Select(s => run.PointOf(s.Name)).OfType<RecoveryPoint>()],
            began.At,
            began.Disaster,
            link,
            clock,
            halt.Token,
            new FurtherPoints(repositories, world.Plan, state, began, clock),
            StepOrders.Of(began.Run, StoredJournal.Read(state, began.Run).Events));
        var commands = new InboxReader(run, new Inbox(state, began.Run), new CodeBook(state, clock));
        var stage = new PeopleStage(run, world, machines, commands, clock, HaltAsync, watch is null ? null : watch.End);

        // What people said while nobody carried the run out comes before anything begins: they may have paused it, or skipped what is next.
        while (run.Ended is null && commands.Next(stage.Now) is { } happened)
        {
            await journal.AppendAsync(happened, cancellationToken);
            run.Apply(happened);
        }

        watch?.Begin();
        await RunLoop.DriveAsync(run, stage, journal, cancellationToken);
        commands.Tidy();
        if (watch is not null)
        {
            await watch.StopAsync(); // What is remembered of who leads has one writer: from here on, whoever ends the run.
        }

        if (run.Ended is null && watch is not null && await watch.LastLookAsync(() => stage.Now, cancellationToken) is { } overtaken)
        {
            await journal.AppendAsync(overtaken, cancellationToken);
            run.Apply(overtaken);
        }

        if (run.Ended is null)
        {
            var services = new LastingServices(world, link, clock);
            await services.SettleAsync(run, cancellationToken);
            foreach (var death in (await services.LookAsync(run, operating: true, cancellationToken)).Dead)
            {
                await journal.AppendAsync(death, cancellationToken);
                run.Apply(death);
            }
        }

        return run;

        async Task HaltAsync()
        {
            await halt.CancelAsync();
            await machines.DisposeAsync();
        }
    }
}
