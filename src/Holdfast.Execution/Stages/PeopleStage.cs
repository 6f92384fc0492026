using Holdfast.Execution.Inboxes;
using Holdfast.Execution.Plans;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Stages;

/// <summary>
/// A stage with people: what is for a person it asks, reminds of and passes on to stand-ins; everything else is the inner stage's. People
/// answer from any process, through the run's inbox.
/// </summary>
/// <param name="run">The run that is driven, for what is open and due.</param>
/// <param name="machines">Carries out everything else.</param>
/// <param name="overtaken">The end of the run, once another one leads; null: it goes on.</param>
/// <param name="halt">Ends what the machines have under way, and comes back when it has ended.</param>
public sealed class PeopleStage(Run run, World world, IStage machines, InboxReader commands, TimeProvider clock, Func<Task> halt, Func<DateTimeOffset, RunEnded?>? overtaken = null) : IStage
{
    /// <summary>How often the inbox is looked into: soon enough for whoever waits, rarely enough to cost nothing.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly Queue<(GraphStep Step, PersonAction Action)> _toAsk = new();
    private Task<RunEvent>? _machine;
    private int _machinesUnderWay;
    private DateTimeOffset _last;

    public DateTimeOffset Now => clock.GetUtcNow() is var now && now > _last ? now : _last;

    public void Begin(GraphStep step)
    {
        if (world.ActionOf(step.Step) is PersonAction action && !(world.Drill && step.Step.InADrill is SkippedInDrill))
        {
            _toAsk.Enqueue((step, action));
            return;
        }

        machines.Begin(step);
        _machinesUnderWay++;
    }

    public async ValueTask<RunEvent> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // An answer comes before the end of the time that it was given in.
            if ((overtaken?.Invoke(Now) ?? Asked() ?? commands.Next(Now) ?? Due.At(run, Now)) is { } happened)
            {
                if (happened is RunEnded)
                {
                    await halt();
                }

                return Told(happened);
            }

            _machine ??= _machinesUnderWay > 0 ? machines.NextAsync(cancellationToken).AsTask() : null;
            if (_machine is { IsCompleted: true } done)
            {
                _machine = null;
                var told = await done;
                _machinesUnderWay -= told is PointReplaced ? 0 : 1; // The restore goes on, from another copy.
                return Told(told);
            }

            await WaitAsync(cancellationToken);
        }
    }

    private PersonAsked? Asked() => _toAsk.TryDequeue(out var next) ? Asking.Of(world.Plan, next.Step, next.Action, Now) : null;

    /// <summary>Until a machine answers, something is due, or it is time to look into the inbox again.</summary>
    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var now = Now;
        var time = Due.Next(run) is { } due && due - now < Look ? due - now : Look;
        var waited = Task.Delay(time > TimeSpan.Zero ? time : TimeSpan.Zero, clock, enough.Token);
        await (_machine is null ? waited : Task.WhenAny(_machine, waited));
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Events come in the order of their times, from whichever side they come.</summary>
    private RunEvent Told(RunEvent happened)
    {
        _last = happened.At > _last ? happened.At : _last;
        return happened.At < _last ? happened with { At = _last } : happened;
    }
}
