using Holdfast.Execution.Evidence;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Executors;

/// <summary>How a drill or a failover begins: its name, its graph, the points it brings back, what was predicted, its journal.</summary>
internal sealed class RunOpening(PlanInForce plan, IRunStore state, TimeProvider clock)
{
    public static string Word(RunKind kind) => RunName.Word(kind);

    public string NameOf(RunKind kind) => RunName.Of(kind, clock.GetUtcNow());

    /// <summary>What can be recovered of the loss. What can't holds back what needs it, and nothing else.</summary>
    /// <exception cref="RunRefusedException">There is nothing to recover, or nothing of it can be.</exception>
    public RecoveryGraph GraphOf(Loss loss)
    {
        if (loss.Systems.IsEmpty)
        {
            throw new RunRefusedException($"\"{loss.Scenario.Name}\" takes no system of the plan.", "Choose a scenario that does.");
        }

        return loss.Recoverable.Any()
            ? RecoveryGraph.Of(plan.Plan, loss)
            : throw new RunRefusedException(
                $"nothing that \"{loss.Scenario.Name}\" takes can be recovered by this plan: "
                    + string.Join("; ", loss.Unrecoverable.Select(u => $"{u.Key}: {u.Value}")),
                "Give the systems a recovery host and a copy outside what the scenario takes.");
    }

    /// <summary>Decides everything that the first line of the journal says. Touches nothing.</summary>
    /// <exception cref="RunRefusedException">No repository can be opened.</exception>
    public async Task<(RunBegan Began, RecoveryOrder Order)> BeginAsync(
        string run,
        RunKind kind,
        World world,
        Loss loss,
        RecoveryGraph graph,
        RepositorySet repositories,
        EpochRecord epochs,
        PointWish wish,
        DateTimeOffset disaster,
        DisasterSource from,
        CancellationToken cancellationToken)
    {
        if (repositories.Open.IsEmpty && graph.Systems.Any(s => s.Protection is not null))
        {
            throw new RunRefusedException(
                $"{Word(kind)} refused: no repository that survives \"{loss.Scenario.Name}\" can be opened: "
                    + string.Join("; ", repositories.Closed.Select(c => $"{c.Key}: {c.Value}")),
                "Make one of them reachable, with its key, and try again.");
        }

        var closed = repositories.Closed; // Before anything else is asked: one that opens meanwhile is better named twice than not at all.
        var foresight = new Foresight(state, clock, Foresight.Usual);
        var history = foresight.Read();
        var now = clock.GetUtcNow();
        var choice = new RecoveryPoints(repositories, history.Copies, epochs, wish, from == DisasterSource.Given ? disaster : null, now, new(PlanIndex.Of(plan.Plan), history, loss.Links.Contains));
        var points = choice.First(graph.Systems);
        if (wish.Points.FirstOrDefault(named => points.All(p => p.System != named.System)) is { } unknown && graph.Systems.Any(s => s.Name == unknown.System))
        {
            throw new RunRefusedException(
                $"{Word(kind)} refused: no copy {unknown.Snapshot} of {unknown.System} is in a repository that is open.", $"\"holdfast points {unknown.System}\" lists what there is.");
        }

        NoPoint[] none = [.. graph.Systems.Select(choice.None).OfType<NoPoint>()];
        if (points.IsEmpty && none.Length > 0 && none.All(n => !n.LeftOut.IsEmpty))
        {
            throw new RunRefusedException($"{Word(kind)} refused: {string.Join("; ", none.Select(n => $"{n.System} {n.Why}"))}.", none[0].Hint);
        }

        // As it stood when the evidence was last copied here: what happened to the schedule since is what the run measures. A copy that a
        // clock dated later than now says nothing of that.
        var exists = repositories.Contents();
        var (expected, unpredicted, order) = await foresight.OfAsync(
            graph,
            stop => new Forecast(PlanIndex.Of(plan.Plan), history, exists, history.AsOf(now).CopiesAsOf ?? now).Of(loss, graph, cancellationToken: stop),
            cancellationToken);
        var began = new RunBegan(
            clock.GetUtcNow(),
            run,
            kind,
            plan.Plan.Organization,
            loss.Scenario.Name,
            plan.Hash,
            plan.Folder,
            disaster,
            from,
            order.Systems,
            [.. repositories.Open.Keys.Select(name => world.AddressOf(plan.Plan.RepositoryNamed(name))).Select(a => new RepositoryUsed(a.Name, a.At, a.Key))],
            points,
            expected,
            [.. choice.Doubts(graph.Systems)],
            [.. loss.Unrecoverable.Select(u => new UnrecoverableSystem(u.Key, u.Value))])
        {
            Machine = Environment.MachineName,
            Unpredicted = unpredicted,
            Unreachable = [.. closed.Select(c => new UnreachableRepository(c.Key, c.Value))],
            Wish = wish == PointWish.None ? null : wish,
            KnownToFail = kind == RunKind.Failover ? foresight.ChecksKnownToFail(plan, graph) : null,
        };
        return (began, order);
    }

    /// <summary>In which order a run that is taken up goes on, by what is known now.</summary>
    public async Task<RecoveryOrder> OrderAsync(RecoveryGraph graph, string scenario, RepositorySet repositories, CancellationToken cancellationToken)
    {
        if (Foreseen.Named(plan.Plan, scenario) is not { } known)
        {
            return RecoveryOrder.Of(graph);
        }

        var foresight = new Foresight(state, clock, Foresight.Usual);
        var history = foresight.Read();
        var (exists, now) = (repositories.Contents(), clock.GetUtcNow());
        var (_, _, order) = await foresight.OfAsync(
            graph,
            stop => new Forecast(PlanIndex.Of(plan.Plan), history, exists, now).Of(Loss.Of(plan.Plan, known), graph, 1, stop),
            cancellationToken);
        return order;
    }

    /// <summary>The run's journal, with the plan that it follows beside it.</summary>
    public StoredJournal CreateJournal(string run)
    {
        state.WriteDocument(StoreNames.PlanOf(run), plan.Text.Span);
        OwnRuns.MarkOwn(state, run);
        return StoredJournal.Create(state, run);
    }
}
