using System.Collections.Immutable;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Stages;
using Holdfast.Execution.Stores;
using Holdfast.Protocol;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Executors;

/// <summary>Whether a failover that was cut off, or that ended partly recovered, may be taken up. Touches nothing but what is left to be kept of one that has ended.</summary>
/// <param name="services">Asked what of the run still runs.</param>
/// <param name="fateOf">What the host of a step says of an order of the run.</param>
/// <param name="keepEnded">Keeps what was cut off between the end of a run and its evidence, and says where.</param>
internal sealed class TakingUp(
    PlanInForce plan,
    IRunStore state,
    LastingServices services,
    Func<GraphStep, string, CancellationToken, Task<Fate>> fateOf,
    TimeProvider clock,
    Func<RunBegan, CancellationToken, Task<string>> keepEnded)
{
    /// <param name="settled">What the operator says of steps in doubt: whether they had happened.</param>
    /// <param name="from">The repository that the journal came out of; null: this machine wrote it.</param>
    /// <exception cref="RunRefusedException">It goes on elsewhere, it is done, or a step in doubt is not settled.</exception>
    public async Task<TakenUp> OfAsync(
        string run, IReadOnlyList<RunEvent> events, IReadOnlyDictionary<StepName, bool> settled, string? from, CancellationToken cancellationToken)
    {
        var began = events.OfType<RunBegan>().FirstOrDefault()
            ?? throw new RunRefusedException($"{run} was cut off before it began.", $"Nothing was done: begin a new failover. \"holdfast run abort {run}\" forgets this one.");
        if (began.Kind != RunKind.Failover)
        {
            throw new RunRefusedException($"{run} is a {RunOpening.Word(began.Kind)}: only a failover is taken up.", "Begin another one.");
        }

        var graph = RecoveryGraph.Of(plan.Plan, began.Systems);
        var before = Run.Of(graph, events);
        var dead = await DeadAsync(began, before, cancellationToken);

        // What was started and runs no more, after a reboot perhaps, is started again, and the system asked again.
        var resumed = new RunResumed(clock.GetUtcNow()) { From = from };
        var after = Run.Of(graph, [.. events, .. dead, resumed]);
        RefuseCertain(run, graph, before, after, settled);
        var all = await AskedAsync(run, graph, events, after, settled, cancellationToken);
        RefuseDoubt(run, after, all);
        return new(began, graph, after, dead, resumed, all);
    }

    /// <summary>
    /// Of what the operator said nothing about, the host may know: an order that came to a good end has happened, and one that never came has
    /// not. One that is under way is taken up instead of being given again.
    /// </summary>
    private async Task<Dictionary<StepName, bool>> AskedAsync(
        string run, RecoveryGraph graph, IReadOnlyList<RunEvent> events, Run after, IReadOnlyDictionary<StepName, bool> settled, CancellationToken cancellationToken)
    {
        var orders = StepOrders.Of(run, events);
        var all = settled.ToDictionary();
        foreach (var step in after.In(StepStatus.InDoubt).Where(s => !settled.ContainsKey(s)))
        {
            if (graph.TryFind(step, out var known) && orders.LastOf(step) is { } id)
            {
                switch (await fateOf(known, id, cancellationToken))
                {
                    case { State: OrderState.Ended, Report: Done }:
                        all[step] = true;
                        break;
                    case { State: OrderState.NeverCame or OrderState.UnderWay }:
                        all[step] = false;
                        break;
                }
            }
        }

        return all;
    }

    /// <returns>What runs no more, of a run that is not over.</returns>
    private async Task<ImmutableArray<ServiceDied>> DeadAsync(RunBegan began, Run before, CancellationToken cancellationToken)
    {
        var run = began.Run;
        var census = before.Ended is { Outcome: RunOutcome.Abandoned } ? null : await services.LookAsync(before, operating: false, cancellationToken);
        if (before.Ended is { Outcome: RunOutcome.Abandoned } or { Outcome: RunOutcome.Recovered } && census is null or { Dead.IsEmpty: true })
        {
            var kept = await keepEnded(began, cancellationToken);
            throw new RunRefusedException(
                $"{run} has ended: {(census is null ? "it was given up" : "recovered")}{(census is { Unknown: [var unknown, ..] } ? $"; {unknown}" : "")}.{kept}",
                census is null ? "There is nothing to take up." : "There is nothing to take up: what it started runs.");
        }

        if (before.Ended is not null)
        {
            new EarlierFailovers(plan, state).RefuseBehindLater(run, began);
        }

        if (before.Ended is { CanBeTakenUp: false } && census!.Dead.IsEmpty)
        {
            var kept = await keepEnded(began, cancellationToken);
            throw new RunRefusedException(
                $"{run} has ended partly recovered, and all that its plan can recover operates; it left out "
                    + string.Join("; ", began.Unrecoverable.Select(u => $"{u.System}: {u.Why}")) + "." + kept,
                "Change the plan: say where what came back runs now, and give the others what they lack. Then fail over with that plan.");
        }

        return census!.Dead;
    }

    private static void RefuseDoubt(string run, Run after, Dictionary<StepName, bool> settled)
    {
        if (after.In(StepStatus.InDoubt).FirstOrDefault(s => !settled.ContainsKey(s)) is { System: not null } doubtful)
        {
            throw new RunRefusedException(
                $"{doubtful} was under way when {run} was cut off, and may or may not have happened; the plan does not call it repeatable.",
                $"Look at the host, then say --done \"{doubtful}\" or --redo \"{doubtful}\".");
        }
    }

    /// <summary>Of what failed, a person may have done by hand what Holdfast could not; it is tried again without anyone's word.</summary>
    private static void RefuseCertain(string run, RecoveryGraph graph, Run before, Run after, IReadOnlyDictionary<StepName, bool> settled)
    {
        if (settled.FirstOrDefault(s => !graph.TryFind(s.Key, out _)
            || !(after.StatusOf(s.Key) == StepStatus.InDoubt || (s.Value && before.StatusOf(s.Key) == StepStatus.Failed && after.IsItsTurn(s.Key)))).Key is { System: not null } certain)
        {
            throw new RunRefusedException(
                $"{certain} is neither in doubt in {run} nor did it fail, so it can be neither done nor redone by your word.",
                $"Leave it out. \"holdfast run show {run}\" shows what happened.");
        }
    }
}

/// <summary>A failover that may be taken up.</summary>
/// <param name="After">As its journal leaves it, once what runs no more and the taking up itself are journalled.</param>
/// <param name="Settled">Of each step in doubt, whether it had happened: by the operator's word, or by the host's.</param>
internal sealed record TakenUp(RunBegan Began, RecoveryGraph Graph, Run After, ImmutableArray<ServiceDied> Dead, RunResumed Resumed, IReadOnlyDictionary<StepName, bool> Settled);
