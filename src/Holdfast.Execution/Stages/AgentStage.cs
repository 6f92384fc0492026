using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Plans;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Stages;

/// <summary>
/// Has the agents of the hosts carry out the steps: for real, or where the hosts hold their drills. Which of the two is the
/// <see cref="World"/>'s matter; the code is the same, so a drill that passed has tested the failover. Steps for a person are the
/// <see cref="PeopleStage"/>'s.
/// </summary>
/// <param name="run">Its name; what is restored is marked with it.</param>
/// <param name="points">What each system is brought back from.</param>
/// <param name="began">When the run began: what answers its checks must have begun since.</param>
/// <param name="further">Where another point is found when one cannot be read; null: nowhere.</param>
/// <param name="disaster">The run's zero, for assertions about data.</param>
/// <param name="orders">Names the orders; null: nothing of the run was carried out before.</param>
public sealed class AgentStage(
    World world,
    string run,
    ImmutableArray<RecoveryPoint> points,
    DateTimeOffset began,
    DateTimeOffset disaster,
    IAgentLink link,
    TimeProvider clock,
    CancellationToken stop,
    IFurtherPoints? further = null,
    StepOrders? orders = null)
    : IStage, IAsyncDisposable
{
    /// <summary>The agent keeps a step's timeout itself and can say more about it; the stage only makes sure that an answer comes.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>About what a timer of .NET can wait; a step that takes longer is asked about before.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(45);

    /// <summary>How long a repository may fail to answer a restore when there may be another copy.</summary>
    private static readonly TimeSpan CopyPatience = TimeSpan.FromSeconds(30);

    /// <summary>How often an order that another leader gave is asked about.</summary>
    private static readonly TimeSpan Asking = TimeSpan.FromSeconds(1);

    private readonly StepOrders _orders = orders ?? StepOrders.Of(run, []);
    private readonly ConcurrentDictionary<string, RecoveryPoint> _points = new(points.ToDictionary(p => p.System));
    private readonly Channel<RunEvent> _happened = Channel.CreateUnbounded<RunEvent>();
    private readonly Lock _order = new();
    private readonly List<Task> _underWay = [];

    public DateTimeOffset Now => clock.GetUtcNow();

    public void Begin(GraphStep step) => _underWay.Add(Task.Run(() => PerformAsync(step), CancellationToken.None));

    /// <summary>Comes back when nothing is under way any more: a step that is being cancelled may still write, or have a program to end.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_underWay);

    public ValueTask<RunEvent> NextAsync(CancellationToken cancellationToken) => _happened.Reader.ReadAsync(cancellationToken);

    private async Task PerformAsync(GraphStep step)
    {
        using var late = new CancellationTokenSource(step.Step.Timeout < Longest ? step.Step.Timeout + Grace : Longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            if (world.Drill && step.Step.InADrill is SkippedInDrill skipped)
            {
                Tell(now => new StepSucceeded(now, step.Name, 0, $"skipped in a drill: {skipped.Because}", StepSucceeded.LeftOut));
                return;
            }

            if (world.ActionOf(step.Step) is WaitAction wait)
            {
                await Task.Delay(wait.For, clock, either.Token);
                Tell(now => new StepSucceeded(now, step.Name, 0, null));
                return;
            }

            var report = await TakeUpAsync(step, either.Token) ?? await OrderAsync(step, either.Token);
            Tell(now => report switch
            {
                Done done => new StepSucceeded(now, step.Name, done.Bytes, done.Note, world.Differs(step.Step) ? "another command" : null) { Unproven = done.Unproven },
                Failed failed => new StepFailed(now, step.Name, failed.Why, failed.Hint),
                _ => new StepFailed(now, step.Name, $"the agent answered with {report.GetType().Name}", null),
            });
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run is being left; what was under way is found in its journal when it is resumed.
        }
        catch (OperationCanceledException)
        {
            Tell(now => new StepFailed(
                now, step.Name, $"took longer than its timeout of {step.Step.Timeout}", "Give the step a longer timeout in the plan, or see why it hangs."));
        }
        catch (Exception e) // A step that cannot be carried out is an answer; the run goes on with what does not need it.
        {
            Tell(now => new StepFailed(now, step.Name, e.Message, null));
        }
    }

    private async Task<Report> OrderAsync(GraphStep step, CancellationToken cancellationToken)
    {
        var id = _orders.Begin(step.Name);
        return world.ActionOf(step.Step) is RestoreAction
            ? await RestoreAsync(step, id, cancellationToken)
            : await SendAsync(step, StepOrders.First(id), world.OrderFor(step, _points.GetValueOrDefault(step.System.Name), run, began, disaster), cancellationToken);
    }

    private Task<Report> SendAsync(GraphStep step, string id, Order order, CancellationToken cancellationToken) =>
        link.SendAsync(world.RecoveryHostOf(step.System).Name, new(id, order, _orders.Lead), cancellationToken);

    /// <summary>
    /// What was under way when the run was cut off may have gone on without anyone who leads: it is waited for, and when it came to a good
    /// end the step is done. What only asks or starts is done anew: what was so then need not be so now.
    /// </summary>
    /// <returns>Null: the step is to be carried out.</returns>
    private async Task<Report?> TakeUpAsync(GraphStep step, CancellationToken cancellationToken)
    {
        if (_orders.TakeCutOff(step.Name) is not { } cutOff || world.ActionOf(step.Step) is not (RestoreAction or CommandAction))
        {
            return null;
        }

        var host = world.RecoveryHostOf(step.System).Name;
        for (var number = 1; ;)
        {
            switch (await link.AskAsync(host, run, StepOrders.Numbered(cutOff, number), cancellationToken))
            {
                case { State: OrderState.UnderWay }:
                    await Task.Delay(Asking, clock, cancellationToken);
                    break;
                case { State: OrderState.Ended, Report: Done done }:
                    return done with { Note = done.Note is null ? "done while no one led the run" : $"done while no one led the run; {done.Note}" };
                case { State: OrderState.Ended }:
                    number++; // Another copy may have been tried after it.
                    break;
                default:
                    return null;
            }
        }
    }

    /// <summary>
    /// Restores from the best point that there is by now. What can't be read is replaced by the same point of another copy, else by an older
    /// one, until one is restored or none is left.
    /// </summary>
    private async Task<Report> RestoreAsync(GraphStep step, string id, CancellationToken cancellationToken)
    {
        var system = step.System;
        var point = _points.GetValueOrDefault(system.Name);
        if (further is not null
            && await further.BestAsync(system, point, [], cancellationToken) is { } best
            && (best.Repository, best.Snapshot) != (point?.Repository, point?.Snapshot))
        {
            Replace(system, point, best, point is null ? "no repository that was open when the run began had a copy" : "by now there is a better one");
            point = best;
        }

        var failed = new List<(RecoveryPoint Point, Failed How)>();
        while (point is not null)
        {
            var order = world.OrderFor(step, point, run, began, disaster);
            var report = await SendAsync(
                step,
                StepOrders.Numbered(id, failed.Count + 1),
                order is RestoreOrder restore && further is not null ? restore with { Patience = CopyPatience } : order,
                cancellationToken);
            if (report is not Failed { OfRepository: true } failure || further is null)
            {
                return report;
            }

            failed.Add((point, failure));
            further.Remember(point, failure);
            if (await further.BestAsync(system, null, failed, cancellationToken) is not { } next)
            {
                return failed.Count == 1 ? failure : failure with { Why = $"{failure.Why}; {failed.Count} copies were tried and none could be restored" };
            }

            Replace(system, point, next, failure.Why);
            point = next;
        }

        var (why, hint) = further?.WhyNone(system) ?? ("has no recovery point: no complete copy of it is in a repository that could be opened", $"\"holdfast points {system.Name}\" shows what there is.");
        return new Failed($"{system.Name} {why}", $"If a repository could not be opened, make it reachable and resume the run. {hint}");
    }

    private void Replace(ProtectedSystem system, RecoveryPoint? from, RecoveryPoint to, string why)
    {
        _points[system.Name] = to;
        Tell(now => new PointReplaced(now, system.Name, from, to, why));
    }

    /// <summary>Stamped and queued in one go, so that events come in the order of their times.</summary>
    private void Tell(Func<DateTimeOffset, RunEvent> happened)
    {
        lock (_order)
        {
            _happened.Writer.TryWrite(happened(Now));
        }
    }
}
