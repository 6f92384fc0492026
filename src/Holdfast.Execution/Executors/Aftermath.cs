using System.Collections.Immutable;
using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Execution.Stores;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Holdfast.Restic.Faults;

namespace Holdfast.Execution.Executors;

/// <summary>
/// What is left of a run that no one carries out: what it started is stopped, and when nothing of a failover that was given up runs, the
/// place that it took the systems from may work with them again.
/// </summary>
/// <param name="plan">The one that the run followed.</param>
/// <param name="note">Hears what repositories do meanwhile.</param>
public sealed class Aftermath(PlanInForce plan, IRunStore state, IAgentLink link, KeyFinder keys, TimeProvider clock, Action<string> note)
{
    /// <summary>Stops what the run started, the last first, and seals that it did.</summary>
    /// <exception cref="RunRefusedException">The run goes on.</exception>
    public async Task<Stopped> StopAsync(string run, string? because, CancellationToken cancellationToken)
    {
        var (began, _) = Read(run);
        using var alone = RunLock.Take(state, began.Kind, run);
        if (began.Kind == RunKind.Drill)
        {
            return await ClearDrillAsync(began, cancellationToken);
        }

        var (journal, events) = StoredJournal.Reopen(state, run);
        var world = plan.Real();
        var folded = Run.Of(RecoveryGraph.Of(plan.Plan, began.Systems), events);
        var stopped = ImmutableArray.CreateBuilder<StepName>();
        var left = ImmutableArray.CreateBuilder<string>();
        foreach (var step in Begun(folded, world).Reverse())
        {
            var host = world.RecoveryHostOf(step.System);
            if (await IsDownAsync(step, world, cancellationToken))
            {
                continue;
            }

            switch (step.Step.Action)
            {
                case UnitAction unit:
                    left.Add($"unit {unit.Unit} of {host.Name} is the machine's and may serve others: if it is not needed, systemctl stop {unit.Unit}");
                    break;
                case ServiceAction service when await link.SendAsync(host.Name, new StopServiceOrder(service.Service, world.FolderOf(host), run), cancellationToken) is Failed failed:
                    left.Add($"{step.Name}: {failed.Why}{(failed.Hint is null ? "" : $" ({failed.Hint})")}");
                    break;
                default:
                    stopped.Add(step.Name);
                    break;
            }
        }

        // A command of a killed run goes on by itself: no one waits for it, and nothing else would end it.
        foreach (var step in folded.Graph.Steps.Where(s => s.Step.Action is CommandAction or CheckAction && folded.StatusOf(s.Name) is StepStatus.Running or StepStatus.InDoubt))
        {
            var host = world.RecoveryHostOf(step.System);
            switch (await link.SendAsync(host.Name, new EndCommandOrder(world.FolderOf(host), new(run, step.Name.ToString(), false, null)), cancellationToken))
            {
                case Done { Note: not null }:
                    stopped.Add(step.Name);
                    break;
                case Failed failed:
                    left.Add($"{step.Name}: {failed.Why}");
                    break;
            }
        }

        if (stopped.Count > 0)
        {
            await journal.AppendAsync(new ServicesStopped(clock.GetUtcNow(), stopped.ToImmutable(), because, Speaker.AtTheMachine(Environment.UserName)), cancellationToken);
            if (folded.Ended is not null)
            {
                SealedJournals.Seal(state, run);
            }
        }

        var given = folded.Ended is { Outcome: RunOutcome.Abandoned } ? await GiveBackAsync(began, folded, cancellationToken) : [];
        return new(stopped.ToImmutable(), left.ToImmutable(), given);
    }

    /// <summary>Of a failover that was given up: tells the repositories, and gives the systems back when nothing runs that it started.</summary>
    /// <returns>What an operator should know, in sentences.</returns>
    public async Task<ImmutableArray<string>> GiveBackAsync(string run, CancellationToken cancellationToken)
    {
        var (began, events) = Read(run);
        return began.Kind == RunKind.Failover ? await GiveBackAsync(began, Run.Of(RecoveryGraph.Of(plan.Plan, began.Systems), events), cancellationToken) : [];
    }

    /// <summary>What a failover of this plan started and still runs; nothing where this machine did not lead it.</summary>
    public async Task<IReadOnlyList<StepName>> RunningAsync(string run, CancellationToken cancellationToken)
    {
        if (!state.RunNames().Contains(run) || RunOrigin.Of(state, run) is not null || Read(run) is not { Began: { Kind: RunKind.Failover } began, Events: var events } || began.PlanHash != plan.Hash)
        {
            return [];
        }

        return await RunningAsync(Run.Of(RecoveryGraph.Of(plan.Plan, began.Systems), events), cancellationToken);
    }

    private async Task<IReadOnlyList<StepName>> RunningAsync(Run folded, CancellationToken cancellationToken)
    {
        var world = plan.Real();
        var running = new List<StepName>();
        foreach (var step in Begun(folded, world))
        {
            if (!await IsDownAsync(step, world, cancellationToken))
            {
                running.Add(step.Name);
            }
        }

        return running;
    }

    private async Task<ImmutableArray<string>> GiveBackAsync(RunBegan began, Run folded, CancellationToken cancellationToken)
    {
        var places = plan.Plan.Repositories.Where(r => began.Repositories.Any(used => used.Name == r.Name) || began.Unreachable.Any(u => u.Name == r.Name));
        await using var repositories = await RepositorySet.OpenAsync(
            plan.Real(), places, keys, clock, RepositoryAsking.Default with { Tell = note, Distrusted = CopyDamage.Packs(ProtectionLog.Read(state)) }, cancellationToken);
        return await GiveBackAsync(began, folded, repositories, cancellationToken);
    }

    internal async Task<ImmutableArray<string>> GiveBackAsync(RunBegan began, Run folded, RepositorySet repositories, CancellationToken cancellationToken)
    {
        // 1. Two places at once must not work with the systems.
        var running = await RunningAsync(folded, cancellationToken);
        var epochs = new Epochs(repositories.Open, state, clock);
        var active = await epochs.ReadAsync(cancellationToken);
        var later = began.Systems.Select(s => active.Moves.GetValueOrDefault(s)).OfType<Move>().FirstOrDefault(m => m.Run != began.Run && active.BegunBy(began.Run) < m.Epoch);
        if (running.Count > 0)
        {
            var what = $"What it started may still run ({string.Join(", ", running)})";
            return
            [
                later is null
                    ? $"{what}, so where the systems ran before, protection stays refused. Stop it with \"holdfast run stop {began.Run}\", which gives them back."
                    : $"{what}, beside what {later.Run}{(later.Leader.Length == 0 ? "" : $" of {later.Leader}")} does with the same systems. Stop it with \"holdfast run stop {began.Run}\".",
            ];
        }

        // 2. What was copied there since would be cut off from its epoch.
        var untold = ImmutableArray<string>.Empty;
        if (active.BegunBy(began.Run) is { } number)
        {
            if (repositories.Open.Keys.Any(name => repositories.SnapshotsIn(name).Any(s => Tags.IsOfASystem(s.Tags) && Tags.EpochOf(s.Tags) == number)))
            {
                return ["Copies of the systems were taken where it brought them back. Where they ran before, protection stays refused until you say \"protect --active-here\" there."];
            }

            untold = await epochs.WithdrawAsync(began.Run, cancellationToken);
        }

        // 3. The repositories know it, so that no other machine waits for this run.
        ImmutableArray<string> missed = [.. untold, .. await KeepAsync(repositories, cancellationToken)];
        var commands = folded.Graph.Steps.Where(s => s.Step.Action is CommandAction && folded.StatusOf(s.Name) is not (StepStatus.Waiting or StepStatus.Skipped)).Select(s => s.Name).ToArray();
        return
        [
            .. !missed.IsEmpty ? missed : later is null ? ["It leads no more: where the systems ran before, they are protected again as before."] : [$"It leads no more: {later.Run} does."],
            .. commands.Length > 0 ? [$"What these commands started, only the plan's author knows: {string.Join(", ", commands)}. See that nothing of it works with the data."] : Array.Empty<string>(),
        ];
    }

    private async Task<ImmutableArray<string>> KeepAsync(RepositorySet repositories, CancellationToken cancellationToken)
    {
        var missed = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, why) in repositories.Closed)
        {
            missed.Add($"{name} was not told that the run is given up: {why}. Whoever reads it takes the run for one that leads: say \"holdfast run stop\" again when it can be reached.");
        }

        foreach (var (name, repository) in repositories.Open)
        {
            try
            {
                await KeptState.KeepAsync(repository, state, cancellationToken);
            }
            catch (RepositoryException e)
            {
                missed.Add($"{name} did not take the evidence: {e.Message}");
            }
        }

        return missed.ToImmutable();
    }

    private async Task<Stopped> ClearDrillAsync(RunBegan began, CancellationToken cancellationToken)
    {
        var world = plan.Drill();
        var left = ImmutableArray.CreateBuilder<string>();
        foreach (var host in began.Systems.Select(s => world.RecoveryHostOf(plan.Plan.SystemNamed(s))).Distinct())
        {
            if (await link.SendAsync(host.Name, new CloseDrillOrder(world.FolderOf(host)), cancellationToken) is Failed failed)
            {
                left.Add($"{host.Name}: {failed.Why}");
            }
        }

        return new([], left.ToImmutable(), [$"What {began.Run} had in its places is cleared away."]);
    }

    private async Task<bool> IsDownAsync(GraphStep step, World world, CancellationToken cancellationToken)
    {
        var host = world.RecoveryHostOf(step.System);
        var look = step.Step.Action is UnitAction unit
            ? new LookAtServicesOrder(world.FolderOf(host), [], [unit.Unit])
            : new LookAtServicesOrder(world.FolderOf(host), [((ServiceAction)step.Step.Action).Service], []);
        return await link.SendAsync(host.Name, look, cancellationToken) is ServicesSeen { Services: [{ Running: false }] };
    }

    /// <summary>Steps that started something to stay, or were about to when the run was cut off.</summary>
    private static IEnumerable<GraphStep> Begun(Run run, World world) => run.Graph.Steps.Where(s =>
        run.StatusOf(s.Name) is not (StepStatus.Waiting or StepStatus.Skipped) && world.Lasting(s.System).Any(lasting => lasting.Name == s.Step.Name));

    private (RunBegan Began, IReadOnlyList<RunEvent> Events) Read(string run)
    {
        var events = StoredJournal.Read(state, run).Events;
        return events.OfType<RunBegan>().FirstOrDefault() is { } began
            ? (began, events)
            : throw new RunRefusedException($"{run} was cut off before it began; it started nothing.", "There is nothing to stop.");
    }
}

/// <summary>What came of stopping a run's services.</summary>
/// <param name="Steps">The steps whose services were stopped now.</param>
/// <param name="Left">What still runs or may, and why.</param>
/// <param name="Told">What else an operator should know.</param>
public sealed record Stopped(ImmutableArray<StepName> Steps, ImmutableArray<string> Left, ImmutableArray<string> Told);
