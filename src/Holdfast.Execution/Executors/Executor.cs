using System.Collections.Immutable;
using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Executors;

/// <summary>One plan, one graph, one loop: drills it or carries it out, takes up what was cut off, and leaves evidence.</summary>
/// <param name="clock">Of this run alone.</param>
/// <param name="tell">Hears each event after it is journalled.</param>
/// <param name="note">Hears what repositories do beside the run: what is tried again, what came late.</param>
public sealed class Executor(
    PlanInForce plan, IRunStore state, IAgentLink link, KeyFinder keys, RunClock clock, Action<RunEvent> tell, Action<string>? note = null)
{
    private readonly RunOpening _opening = new(plan, state, clock);

    /// <summary>Why the operator says that the clock is right although it does not fit the repositories; null: nothing was said.</summary>
    public string? ClockIsRight { get; set; }

    /// <summary>What was not as it should be with the plan's signature: a failover's evidence says so.</summary>
    public IReadOnlyList<string> Doubts { get; set; } = [];

    /// <summary>
    /// Opens the repositories that the loss leaves, as far as they answer at once. The others are asked on, and are taken when they come.
    /// </summary>
    public Task<RepositorySet> OpenAsync(Loss loss, CancellationToken cancellationToken) => OpenAsync(loss.Repositories, cancellationToken);

    /// <summary>Brings the systems that the scenario would take back to life beside production, measures, and clears it all away.</summary>
    /// <param name="wish">Which points it is to bring back.</param>
    /// <exception cref="RunRefusedException">It was not begun; nothing was touched.</exception>
    public async Task<FinishedRun> DrillAsync(Loss loss, PointWish wish, CancellationToken cancellationToken)
    {
        // 1. Refuse before anything is touched.
        var world = plan.Drill();
        var graph = _opening.GraphOf(loss);
        var places = new DrillPlaces(world, graph.Systems, link, state);
        var run = _opening.NameOf(RunKind.Drill);
        using var alone = RunLock.Take(state, RunKind.Drill, run);
        await using var repositories = await OpenAsync(loss, cancellationToken);
        try
        {
            // 2. Empty places, in which each check is asked whether it can fail at all. This comes before the run's zero: it is no part of a recovery.
            await places.OpenAsync(cancellationToken);
            world = world.Behind(places.Walls);
            var passed = await new ControlChecks(world, link, clock).PassedAsync(run, graph, cancellationToken);

            // 3. Choose the points from what the scenario would leave.
            var epochs = await new Epochs(repositories.Open, state, clock).ReadAsync(cancellationToken);
            var (doubt, _) = await ClockDoubt.OfAsync(repositories.Open, state, clock.GetUtcNow(), cancellationToken);
            var (opened, order) = await _opening.BeginAsync(
                run, RunKind.Drill, world, loss, graph, repositories, epochs, wish, clock.GetUtcNow(), DisasterSource.Declaration, cancellationToken);
            var began = opened with
            {
                NotExercised =
                [
                    .. opened.NotExercised,
                    .. places.NotExercised,
                    .. passed.Select(p => $"{p}: the check passed before anything was brought back, so it shows nothing"),
                    .. SetAside.Told(epochs.SetAside),
                    .. doubt is null ? [] : new[] { $"{doubt}; a failover would be refused" },
                ],
                PassedBefore = passed,
            };

            // 4. Run, and clear away whatever happened.
            var journal = _opening.CreateJournal(run);
            var told = new ObservedJournal(journal, tell);
            await told.AppendAsync(began, cancellationToken);
            Run walked;
            try
            {
                walked = await WalkAsync(Run.Of(graph, order).Apply(began), [], world, told, repositories, watch: null, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                await told.AppendAsync(new RunEnded(clock.GetUtcNow(), RunOutcome.Abandoned, [], "interrupted"), CancellationToken.None);
                SealedJournals.Seal(state, run);
                throw;
            }

            return await CloseAsync(walked, told, repositories, await places.CloseAsync(), cancellationToken);
        }
        finally
        {
            await places.CloseAsync(); // Whatever went wrong; there is nothing to clear away a second time.
        }
    }

    /// <summary>Carries the plan out at the recovery site.</summary>
    /// <param name="since">When the disaster began; null: nobody knows, the clock begins now.</param>
    /// <param name="again">Whether it may be done although this plan was failed over before.</param>
    /// <param name="setAside">Unfinished runs out of repositories beside which it may begin all the same.</param>
    /// <param name="wish">Which points it is to bring back.</param>
    /// <param name="repositories">What <see cref="OpenAsync(Loss, CancellationToken)"/> opened; the caller's to dispose of.</param>
    /// <exception cref="RunRefusedException">It was not begun; nothing was touched.</exception>
    public async Task<FinishedRun> FailoverAsync(
        Loss loss, DateTimeOffset? since, bool again, ImmutableArray<RunSetAside> setAside, PointWish wish, RepositorySet repositories, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (since > now)
        {
            throw new RunRefusedException(
                $"failover refused: the disaster cannot begin at {since:u}, which is still to come: the clock of this machine says {now:u}, {ClockDoubt.Difference(since.Value - now)} earlier.",
                "Check --since, and set the clock of this machine if it is slow.");
        }

        var run = _opening.NameOf(RunKind.Failover);
        using var alone = RunLock.Take(state, RunKind.Failover, run);
        var earlier = new EarlierFailovers(plan, state);
        earlier.RefuseBesideUnfinished(setAside);
        var unproven = earlier.Unproven(setAside);
        if (unproven is not null)
        {
            note?.Invoke(unproven);
        }

        if (!again)
        {
            earlier.RefuseAfterFinished(loss);
        }

        var world = plan.Real();
        await repositories.UnlockAsync(note ?? (static _ => { }), cancellationToken);
        var epochs = new Epochs(repositories.Open, state, clock);
        var known = await epochs.ReadAsync(cancellationToken);
        if (!again)
        {
            earlier.RefuseBesideOthers(known, loss.Recoverable);
        }

        var doubt = await DoubtOfClockAsync(repositories, cancellationToken);
        var graph = _opening.GraphOf(loss);
        var (opened, order) = await _opening.BeginAsync(
            run,
            RunKind.Failover,
            world,
            loss,
            graph,
            repositories,
            known,
            wish,
            since ?? now,
            since is null ? DisasterSource.Declaration : DisasterSource.Given,
            cancellationToken);
        var began = opened with
        {
            NotExercised = [.. opened.NotExercised, .. Doubts, .. unproven is null ? [] : new[] { unproven }, .. SetAside.Told(known.SetAside), .. IgnoredWords(known), .. doubt is null ? [] : new[] { doubt }, .. UnsignedWord(graph.Systems) is { } unsigned ? new[] { unsigned } : []],
            SetAside = setAside.IsDefaultOrEmpty ? null : setAside,
        };
        await new RecoveryHosts(world, link, clock, note).OpenAsync(graph, cancellationToken);
        var journal = _opening.CreateJournal(run);
        var told = new ObservedJournal(journal, tell);
        await told.AppendAsync(began, cancellationToken);
        ImmutableArray<string> warnings;
        var leadership = LeadershipOf(began, epochs, earlier, again);
        try
        {
            warnings = await leadership.AnnounceAsync(known, began.At, cancellationToken);
        }
        catch (RunRefusedException e)
        {
            await told.AppendAsync(new RunEnded(clock.GetUtcNow(), RunOutcome.Abandoned, [], e.Message), CancellationToken.None);
            SealedJournals.Seal(state, run);
            throw;
        }

        if (again && earlier.MayStillRun(known, loss.Recoverable).Any())
        {
            note?.Invoke($"waiting {LeadWatch.Noticed.TotalSeconds:0} s, so that what it takes the systems over from sees it and stops");
            await Task.Delay(LeadWatch.Noticed, clock, cancellationToken);
        }

        await using var watch = WatchOf(leadership, repositories);
        var ended = await WalkAsync(Run.Of(graph, order).Apply(began), [], world, told, repositories, watch, cancellationToken);
        return await CloseFailoverAsync(ended, told, repositories, warnings, cancellationToken);
    }

    /// <summary>Takes up a failover that was cut off or that ended partly recovered.</summary>
    /// <param name="settled">What the operator says of steps in doubt: whether they had happened.</param>
    /// <exception cref="RunRefusedException">It goes on elsewhere, it is done, or a step in doubt is not settled.</exception>
    /// <param name="from">The repository that its journal came out of; null: this machine wrote it.</param>
    public async Task<FinishedRun> ResumeAsync(string run, IReadOnlyDictionary<StepName, bool> settled, CancellationToken cancellationToken, string? from = null)
    {
        using var alone = RunLock.Take(state, RunKind.Failover, run);
        var (journal, events) = StoredJournal.Reopen(state, run);
        clock.NotBefore(events.Select(e => e.At).DefaultIfEmpty().Max());
        var world = plan.Real();
        var takingUp = new TakingUp(
            plan,
            state,
            new LastingServices(world, link, clock),
            (step, id, stop) => link.AskAsync(world.RecoveryHostOf(step.System).Name, run, id, stop),
            clock,
            KeepEndedAsync);
        var (began, graph, after, dead, resumed, known) = await takingUp.OfAsync(run, events, settled, from, cancellationToken);
        await new RecoveryHosts(world, link, clock, note).OpenAsync(graph, cancellationToken);
        var surviving = plan.Plan.Repositories.Where(r => began.Repositories.Any(used => used.Name == r.Name) || began.Unreachable.Any(u => u.Name == r.Name));
        await using var repositories = await OpenAsync(surviving, cancellationToken);
        var told = new ObservedJournal(journal, tell);
        var epochs = new Epochs(repositories.Open, state, clock);
        var active = await epochs.ReadAsync(cancellationToken);
        var earlier = new EarlierFailovers(plan, state);
        if (!active.IsTold(run))
        {
            earlier.RefuseBesideOthers(active, graph.Systems); // It was cut off before it was announced, and another may have begun since.
        }

        OwnRuns.MarkOwn(state, run);
        var leadership = LeadershipOf(began, epochs, earlier, again: false);
        var warnings = await leadership.AnnounceAsync(active, clock.GetUtcNow(), cancellationToken);
        DoubtSettled[] said = [.. known.Where(k => k.Value || after.StatusOf(k.Key) == StepStatus.InDoubt).Select(k => new DoubtSettled(clock.GetUtcNow(), k.Key, k.Value))];
        await LeaveToPeopleAsync(world, run, after, said, cancellationToken);
        Array.ForEach(said, one => after.Apply(one));
        RunEvent[] first =
        [
            .. dead,
            resumed,
            .. said,
            .. new FurtherPoints(repositories, plan.Plan, state, began, clock).ChosenAnew(after),
        ];
        await using var watch = WatchOf(leadership, repositories);
        var ended = await WalkAsync(Run.Of(graph, await _opening.OrderAsync(graph, began.Scenario, repositories, cancellationToken), events), first, world, told, repositories, watch, cancellationToken);
        return await CloseFailoverAsync(ended, told, repositories, warnings, cancellationToken);
    }

    /// <summary>What a person put back by hand may be in use from now on: the host remembers it, so that no later run replaces it.</summary>
    private async Task LeaveToPeopleAsync(World world, string run, Run after, IEnumerable<DoubtSettled> said, CancellationToken cancellationToken)
    {
        foreach (var one in said.Where(s => s.Happened))
        {
            var step = after.Graph[one.Step];
            if (step.Step.Action is RestoreAction && after.PointOf(step.System.Name) is { } point
                && world.OrderFor(step, point, run, clock.GetUtcNow(), clock.GetUtcNow()) is RestoreOrder order
                && await link.SendAsync(world.RecoveryHostOf(step.System).Name, order with { ByHand = true }, cancellationToken) is Failed failed)
            {
                throw new RunRefusedException($"Refused: {one.Step} cannot be left as it was done by hand: {failed.Why}", failed.Hint ?? "See the host.");
            }
        }
    }

    private async Task<FinishedRun> CloseFailoverAsync(
        Run ended, ObservedJournal told, RepositorySet repositories, ImmutableArray<string> warnings, CancellationToken cancellationToken)
    {
        var began = ended.Began!;
        // A repository that came into reach, or has room again, is told who is active, too. What it says now is what still stands.
        var late = ended.Ended is { Outcome: RunOutcome.Abandoned } ? warnings : await new Epochs(repositories.Open, state, clock).CatchUpAsync(cancellationToken);
        var finished = await CloseAsync(ended, told, repositories, late, cancellationToken);
        return finished.Ended.Outcome == RunOutcome.Abandoned
            ? finished with
            {
                Warnings = [.. finished.Warnings, .. await new Aftermath(plan, state, link, keys, clock, note ?? (static _ => { })).GiveBackAsync(began, ended, repositories, cancellationToken)],
            }
            : finished;
    }

    private Leadership LeadershipOf(RunBegan began, Epochs epochs, EarlierFailovers earlier, bool again) =>
        new(epochs, began.Run, ActiveBy(began), earlier.WasGivenUp, clock, note, amongUnsigned: !again && UnsignedWord(began.Systems.Select(plan.Plan.SystemNamed)) is not null);

    /// <summary>What else operators said to ignore: records, codes, plans.</summary>
    private IEnumerable<string> IgnoredWords(EpochRecord known) => new EpochMemory(state).Ignored
        .Where(i => !known.SetAside.Any(a => a.ByWord && i.Means(a.Entry)))
        .Select(i => $"snapshot {i.Snapshot} counts for nothing on this machine, ignored by {i.By}: {i.Because}");

    /// <summary>What others will make of this failover's record: null: they believe it, or nobody signs.</summary>
    private string? UnsignedWord(IEnumerable<ProtectedSystem> systems) => EpochTrust.Of(state) is { Demands: true } trust
        && !trust.IsBelievedElsewhere(systems.Select(s => plan.Real().RecoveryHostOf(s).Name))
        ? $"{trust.Organization} has not named this machine and no key of it is at hand, so other machines do not believe that this failover leads until it is named: holdfast trust add-machine NAME KEY HOST"
        : null;

    private (string System, string Host)[] ActiveBy(RunBegan began) =>
        [.. began.Systems.Select(s => (s, plan.Real().RecoveryHostOf(plan.Plan.SystemNamed(s)).Name))];

    private Task<RepositorySet> OpenAsync(IEnumerable<RepositoryPlace> places, CancellationToken cancellationToken) =>
        RepositorySet.OpenAsync(
            plan.Real(),
            places,
            keys,
            clock,
            RepositoryAsking.Urgent with { Tell = note ?? (static _ => { }), Distrusted = CopyDamage.Packs(ProtectionLog.Read(state)) },
            cancellationToken);

    /// <returns>What does not fit although the operator says that the clock is right; null: all fits.</returns>
    /// <exception cref="RunRefusedException">It does not fit, and nothing was said.</exception>
    private async Task<string?> DoubtOfClockAsync(RepositorySet repositories, CancellationToken cancellationToken)
    {
        var (doubt, aside) = await ClockDoubt.OfAsync(repositories.Open, state, clock.GetUtcNow(), cancellationToken);
        return doubt is null ? aside
            : ClockIsRight is { } reason ? $"{doubt}; the operator says that the clock is right: {reason}"
            : throw new RunRefusedException(
                $"Failover refused: {doubt}.",
                "Compare with another clock and set the wrong one. If this machine's is right: --clock-is-right \"HOW YOU KNOW\"; points dated later than now are then used only when nothing else is there.");
    }

    /// <summary>It may have been cut off between its end and its seal, or before the repositories had both.</summary>
    /// <returns>A sentence; empty: no repository could be opened.</returns>
    private async Task<string> KeepEndedAsync(RunBegan began, CancellationToken cancellationToken)
    {
        OwnRuns.SealIfEnded(state, began.Run, isOurs: true);
        var surviving = plan.Plan.Repositories.Where(r => began.Repositories.Any(used => used.Name == r.Name));
        await using var repositories = await OpenAsync(surviving, cancellationToken);
        var untold = await new Epochs(repositories.Open, state, clock).CatchUpAsync(cancellationToken);
        var (kept, _) = await KeptRuns.KeepAsync(state, repositories, cancellationToken);
        return string.Concat(untold.Select(u => $" {u}")) + (kept.IsEmpty ? "" : $" Its journal and evidence are in {string.Join(" and ", kept)}.");
    }

    private Task<Run> WalkAsync(
        Run run, IReadOnlyList<RunEvent> first, World world, ObservedJournal journal, RepositorySet repositories, LeadWatch? watch, CancellationToken cancellationToken) =>
        new RunCourse(world, state, link, clock).WalkAsync(run, first, journal, repositories, watch, cancellationToken);

    /// <summary>Of the repositories that are open at each look: some come late.</summary>
    private LeadWatch WatchOf(Leadership leadership, RepositorySet repositories) =>
        new(leadership, stop => new Epochs(repositories.Open, state, clock).ReadAsync(stop), clock);

    private async Task<FinishedRun> CloseAsync(
        Run run, ObservedJournal journal, RepositorySet repositories, ImmutableArray<string> warnings, CancellationToken cancellationToken)
    {
        if (run.Ended is null)
        {
            var end = new RunEnded(clock.GetUtcNow(), Assessment.OutcomeOf(run), Assessment.Of(run), null) { ClocksParted = clock.Parting };
            await journal.AppendAsync(end, cancellationToken);
            run.Apply(end);
        }

        var evidence = SealedJournals.Seal(state, run.Began!.Run);
        var (kept, notKept) = await KeptRuns.KeepAsync(state, repositories, cancellationToken);
        return new(run, evidence, kept, notKept, warnings);
    }
}
