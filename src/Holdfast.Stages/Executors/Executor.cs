using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Runs;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Stages.AgentLinks;
using Holdfast.Stages.Evidence;
using Holdfast.Stages.Journals;
using Holdfast.Stages.Repositories;

namespace Holdfast.Stages.Executors;

/// <summary>One plan, one graph, one loop: drills it or carries it out, takes up what was cut off, and leaves evidence.</summary>
/// <param name="tell">Hears each event after it is journalled.</param>
public sealed class Executor(PlanInForce plan, StateFolder state, IAgentLink link, KeyFinder keys, TimeProvider clock, Action<RunEvent> tell)
{
    /// <summary>Brings the systems that the scenario would take back to life beside production, measures, and clears it all away.</summary>
    /// <exception cref="RunRefusedException">It was not begun; nothing was touched.</exception>
    public async Task<FinishedRun> DrillAsync(Loss loss, CancellationToken cancellationToken)
    {
        // 1. Refuse before anything is touched.
        var world = plan.Drill();
        var graph = GraphOf(loss);
        var hosts = graph.Systems.Select(s => plan.Plan.HostNamed(s.RecoversOn)).Distinct().ToArray();
        if (hosts.FirstOrDefault(h => h.Drill is null) is { } host)
        {
            throw new RunRefusedException(
                $"drill refused: host {host.Name} has no place for drills.", "Give it drill: { folder: ..., ports: { ... } } in the plan.");
        }

        var run = NameOf(RunKind.Drill);
        using var alone = RunLock.Take(state, RunKind.Drill, run);

        // 2. Choose the points from what the scenario would leave.
        await using var repositories = await OpenRepositories.OpenAsync(world, loss.Repositories, keys, clock, cancellationToken);
        var now = clock.GetUtcNow();
        var began = await BeginAsync(run, RunKind.Drill, world, loss, graph, repositories, now, DisasterSource.Declaration, cancellationToken) with
        {
            NotExercised =
            [
                .. hosts.Select(h => $"{h.Name}: ran in {world.FolderOf(h)} on other ports beside production, so its real folder and ports were not exercised"),
            ],
        };

        // 3. Run, and clear away whatever happened.
        using var journal = FileJournal.Create(JournalOf(run));
        var told = new ToldJournal(journal, tell);
        await told.AppendAsync(began, cancellationToken);
        var walked = Run.Of(graph).Apply(began);
        ImmutableArray<string> left;
        try
        {
            await OpenAsync(hosts, world, cancellationToken);
            walked = await WalkAsync(walked, [], world, told, cancellationToken);
        }
        catch (Exception e) when (e is RunRefusedException or OperationCanceledException)
        {
            await told.AppendAsync(new RunEnded(clock.GetUtcNow(), RunOutcome.Abandoned, [], e.Message), CancellationToken.None);
            SealedJournals.Seal(state, run);
            throw;
        }
        finally
        {
            left = await CloseAsync(hosts, world);
        }

        return await CloseAsync(walked, told, repositories, left, cancellationToken);
    }

    /// <exception cref="RunRefusedException">A host's drill folder holds something else.</exception>
    private async Task OpenAsync(Host[] hosts, World world, CancellationToken cancellationToken)
    {
        foreach (var host in hosts)
        {
            if (await link.SendAsync(host.Name, new OpenDrillOrder(world.FolderOf(host)), cancellationToken) is Failed failed)
            {
                throw new RunRefusedException($"drill refused: {failed.Why}", failed.Hint ?? "See the host.");
            }
        }
    }

    /// <summary>Not cancelled with the drill: what it started must not stay behind.</summary>
    /// <returns>What stayed behind all the same.</returns>
    private async Task<ImmutableArray<string>> CloseAsync(Host[] hosts, World world)
    {
        var left = ImmutableArray.CreateBuilder<string>();
        foreach (var host in hosts)
        {
            if (await link.SendAsync(host.Name, new CloseDrillOrder(world.FolderOf(host)), CancellationToken.None) is Failed failed)
            {
                left.Add($"the drill left something behind on {host.Name}: {failed.Why}{(failed.Hint is null ? "" : $" ({failed.Hint})")}");
            }
        }

        return left.ToImmutable();
    }

    /// <summary>Carries the plan out at the recovery site.</summary>
    /// <param name="since">When the disaster began; null: nobody knows, the clock begins now.</param>
    /// <param name="again">Whether it may be done although this plan was failed over before.</param>
    /// <exception cref="RunRefusedException">It was not begun; nothing was touched.</exception>
    public async Task<FinishedRun> FailoverAsync(Loss loss, DateTimeOffset? since, bool again, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (since > now)
        {
            throw new RunRefusedException($"failover refused: the disaster cannot begin at {since:u}, which is still to come.", "Check --since.");
        }

        var run = NameOf(RunKind.Failover);
        using var alone = RunLock.Take(state, RunKind.Failover, run);
        RefuseBesideUnfinished();
        if (!again)
        {
            RefuseAfterFinished(loss);
        }

        var world = plan.Real();
        await using var repositories = await OpenRepositories.OpenAsync(world, loss.Repositories, keys, clock, cancellationToken);
        var began = await BeginAsync(
            run,
            RunKind.Failover,
            world,
            loss,
            GraphOf(loss),
            repositories,
            since ?? now,
            since is null ? DisasterSource.Declaration : DisasterSource.Given,
            cancellationToken);
        using var journal = FileJournal.Create(JournalOf(run));
        var told = new ToldJournal(journal, tell);
        var epoch = BeginEpochAsync(began, repositories, cancellationToken); // Beside the first restores: nothing waits for it.
        var ended = await WalkAsync(Run.Of(GraphOf(loss)), [began], world, told, cancellationToken);
        return await CloseAsync(ended, told, repositories, await epoch, cancellationToken);
    }

    /// <summary>Takes up a failover that was cut off or that ended partly recovered.</summary>
    /// <param name="settled">What the operator says of steps in doubt: whether they had happened.</param>
    /// <exception cref="RunRefusedException">It goes on elsewhere, it is done, or a step in doubt is not settled.</exception>
    public async Task<FinishedRun> ResumeAsync(string run, IReadOnlyDictionary<StepName, bool> settled, CancellationToken cancellationToken)
    {
        using var alone = RunLock.Take(state, RunKind.Failover, run);
        var (journal, events) = FileJournal.Reopen(state.JournalOf(run));
        using var _ = journal;
        var began = events.OfType<RunBegan>().FirstOrDefault()
            ?? throw new RunRefusedException($"{run} was cut off before it began.", $"Nothing was done: begin a new failover. \"holdfast run abort {run}\" forgets this one.");
        if (began.Kind != RunKind.Failover)
        {
            throw new RunRefusedException($"{run} is a {Word(began.Kind)}: only a failover is taken up.", "Begin another one.");
        }

        var graph = RecoveryGraph.Of(plan.Plan, began.Systems);
        var before = Run.Of(graph, events);
        if (before.Ended is { Outcome: RunOutcome.Recovered or RunOutcome.Abandoned } end)
        {
            SealedJournals.SealIfMissing(state, run); // It may have been cut off between its end and its seal.
            throw new RunRefusedException($"{run} has ended: {end.Outcome}.", "There is nothing to take up.");
        }

        var resumed = new RunResumed(clock.GetUtcNow());
        var after = before.Apply(resumed);
        if (after.In(StepStatus.InDoubt).FirstOrDefault(s => !settled.ContainsKey(s)) is { System: not null } doubtful)
        {
            throw new RunRefusedException(
                $"{doubtful} was under way when {run} was cut off, and may or may not have happened; the plan does not call it repeatable.",
                $"Look at the host, then say --done \"{doubtful}\" or --redo \"{doubtful}\".");
        }

        if (settled.Keys.FirstOrDefault(s => after.StatusOf(s) != StepStatus.InDoubt) is { System: not null } certain)
        {
            throw new RunRefusedException(
                $"{certain} is not in doubt in {run}, so it can be neither done nor redone by your word.",
                $"Leave it out. \"holdfast run show {run}\" shows what happened.");
        }

        var world = plan.Real();
        var surviving = plan.Plan.Repositories.Where(r => began.Repositories.Any(used => used.Name == r.Name));
        await using var repositories = await OpenRepositories.OpenAsync(world, surviving, keys, clock, cancellationToken);
        var told = new ToldJournal(journal, tell);
        RunEvent[] first = [resumed, .. after.In(StepStatus.InDoubt).Select(s => new DoubtSettled(clock.GetUtcNow(), s, settled[s]))];
        var epoch = BeginEpochAsync(began, repositories, cancellationToken); // Unless that was done before it was cut off.
        var ended = await WalkAsync(before, first, world, told, cancellationToken);
        return await CloseAsync(ended, told, repositories, await epoch, cancellationToken);
    }

    private async Task<RunBegan> BeginAsync(
        string run,
        RunKind kind,
        World world,
        Loss loss,
        RecoveryGraph graph,
        OpenRepositories repositories,
        DateTimeOffset disaster,
        DisasterSource from,
        CancellationToken cancellationToken)
    {
        if (repositories.Open.IsEmpty)
        {
            throw new RunRefusedException(
                $"{Word(kind)} refused: no repository that survives \"{loss.Scenario.Name}\" can be opened: "
                    + string.Join("; ", repositories.Closed.Select(c => $"{c.Key}: {c.Value}")),
                "Make one of them reachable, with its key, and try again.");
        }

        var history = Forecast.HistoryIn(state);
        var points = await RecoveryPoints.NewestAsync(graph.Systems, repositories, history.Copies, disaster, cancellationToken);
        // As it stood when the evidence was last copied here: what happened to the schedule since is what the run measures.
        var prediction = await Forecast.OfAsync(loss, graph, history, await repositories.ContentsAsync(cancellationToken), history.CopiesAsOf ?? clock.GetUtcNow(), cancellationToken);
        return new(
            clock.GetUtcNow(),
            run,
            kind,
            plan.Plan.Organization,
            loss.Scenario.Name,
            plan.Hash,
            plan.Folder,
            disaster,
            from,
            [.. graph.Systems.Select(s => s.Name)],
            [.. repositories.Open.Keys.Select(name => world.AddressOf(plan.Plan.RepositoryNamed(name))).Select(a => new RepositoryUsed(a.Name, a.At, a.Key))],
            points,
            prediction.Systems,
            []);
    }

    private Task<ImmutableArray<string>> BeginEpochAsync(RunBegan began, OpenRepositories repositories, CancellationToken cancellationToken) =>
        repositories.BeginEpochAsync(
            began.Run, began.At, [.. began.Systems.Select(s => (s, plan.Plan.SystemNamed(s).RecoversOn))], cancellationToken);

    private async Task<Run> WalkAsync(Run run, IReadOnlyList<RunEvent> first, World world, ToldJournal journal, CancellationToken cancellationToken)
    {
        foreach (var happened in first)
        {
            await journal.AppendAsync(happened, cancellationToken);
            run = run.Apply(happened);
        }

        var began = run.Began!;
        await using var stage = new AgentStage(world, began.Run, began.Points, began.Disaster, link, clock, cancellationToken);
        return await RunLoop.DriveAsync(run, stage, journal, cancellationToken);
    }

    private async Task<FinishedRun> CloseAsync(
        Run run, ToldJournal journal, OpenRepositories repositories, ImmutableArray<string> warnings, CancellationToken cancellationToken)
    {
        var end = new RunEnded(clock.GetUtcNow(), Assessment.OutcomeOf(run), Assessment.Of(run), null);
        await journal.AppendAsync(end, cancellationToken);
        var evidence = SealedJournals.Seal(state, run.Began!.Run);
        var kept = ImmutableArray.CreateBuilder<string>();
        var notKept = repositories.Closed.ToBuilder();
        foreach (var (name, repository) in repositories.Open)
        {
            try
            {
                await KeptState.KeepAsync(repository, state, cancellationToken);
                kept.Add(name);
            }
            catch (RepositoryException e)
            {
                notKept[name] = e.Message; // The run is over and its evidence is here; the reader is told where it is not.
            }
        }

        return new(run.Apply(end), evidence, kept.ToImmutable(), notKept.ToImmutable(), warnings);
    }

    private RecoveryGraph GraphOf(Loss loss)
    {
        if (loss.Systems.IsEmpty)
        {
            throw new RunRefusedException($"\"{loss.Scenario.Name}\" takes no system of the plan.", "Choose a scenario that does.");
        }

        return loss.Unrecoverable.IsEmpty
            ? RecoveryGraph.Of(plan.Plan, [.. loss.Systems.Select(s => s.Name)])
            : throw new RunRefusedException(
                $"\"{loss.Scenario.Name}\" cannot be recovered from by this plan: "
                    + string.Join("; ", loss.Unrecoverable.Select(u => $"{u.Key}: {u.Value}")),
                "Give the systems a recovery host and a copy outside what the scenario takes.");
    }

    /// <summary>A failover that was cut off must be taken up or given up before another may begin.</summary>
    private void RefuseBesideUnfinished()
    {
        foreach (var other in state.RunNames().Where(r => r.EndsWith("-failover", StringComparison.Ordinal)))
        {
            if (Summary(other) is { Began: not null, Ended: null })
            {
                throw new RunRefusedException(
                    $"Failover refused: {other} was cut off and has not ended.",
                    $"Take it up with \"holdfast run resume {other}\", or give it up with \"holdfast run abort {other}\".");
            }
        }
    }

    /// <summary>What the same plan brought back before is in use: it would be refused to each restore, so better at once and whole.</summary>
    private void RefuseAfterFinished(Loss loss)
    {
        var systems = loss.Systems.Select(s => s.Name).ToHashSet();
        foreach (var other in state.RunNames().Where(r => r.EndsWith("-failover", StringComparison.Ordinal)).Reverse())
        {
            if (Summary(other) is { Began: { } began, Ended: { Outcome: not RunOutcome.Abandoned } ended }
                && began.PlanHash == plan.Hash
                && began.Systems.Any(systems.Contains))
            {
                throw new RunRefusedException(
                    $"Failover refused: {other} was a failover of this plan and ended {(ended.Outcome == RunOutcome.Recovered ? "recovered" : "partly recovered")}.",
                    (ended.Outcome == RunOutcome.PartlyRecovered
                        ? $"To try again what failed in it: \"holdfast run resume {other}\". "
                        : "")
                    + "If what it brought back is lost or not needed, stop it, move its data away and say --again.");
            }
        }
    }

    /// <exception cref="RunRefusedException">Its journal is damaged, so nobody knows whether it ended.</exception>
    private RunSummary Summary(string run)
    {
        try
        {
            return RunSummary.Of(FileJournal.Read(state.JournalOf(run)).Events);
        }
        catch (JournalDamagedException e)
        {
            throw new RunRefusedException(
                $"Failover refused: the journal of {run} is damaged, so it cannot be told whether it has ended: {e.Message}",
                $"Find out by \"holdfast evidence list\" and on the hosts; when it has ended, move {state.FolderOf(run)} away.");
        }
    }

    private static string Word(RunKind kind) => kind.ToString().ToLowerInvariant();

    private string JournalOf(string run)
    {
        Directory.CreateDirectory(state.FolderOf(run));
        Durable.WriteWhole(state.PlanOf(run), plan.Text.Span);
        return state.JournalOf(run);
    }

    private string NameOf(RunKind kind) =>
        string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}-{Word(kind)}");
}
