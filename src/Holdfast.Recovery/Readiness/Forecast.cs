using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Readiness.Simulation;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness;

/// <summary>Walks the run that a failover would walk, on the predicting stage: once as it typically goes, and many times as it may go.</summary>
/// <param name="index">Of the plan that is predicted.</param>
/// <param name="all">What was measured; what is dated later than now does not count.</param>
/// <param name="exists">Whether a copy is still in its repository.</param>
public sealed class Forecast(PlanIndex index, History all, Func<ProtectionRecord, bool> exists, DateTimeOffset now)
{
    private readonly History _history = all.AsOf(now);

    /// <summary>Enough that a P90 made of them is off by a hundredth of its spread.</summary>
    public const int Enough = 1000;

    /// <summary>With fewer a P90 would be a matter of luck.</summary>
    public const int Fewest = 100;

    /// <summary>So many steps are simulated for one answer: a matter of seconds.</summary>
    public const int Patience = 4_000_000;

    /// <summary>The same evidence gives the same figures.</summary>
    private const int Seed = 20260101;

    private readonly Dictionary<string, ProtectionRecord> _newest = all.Copies
        .Where(c => c.Counts && exists(c) && !ClockSkew.IsAhead(c, now))
        .GroupBy(c => c.System)
        .ToDictionary(c => c.Key, c => c.MaxBy(r => r.TakenAt)!);

    /// <summary>While no link is lost, which is what most losses leave.</summary>
    private readonly QuickestCopies _quickest = new(index, all.AsOf(now));

    private readonly ILookup<string, ProtectionRecord> _copies = all.Copies.Where(c => !ClockSkew.IsAhead(c, now)).ToLookup(c => c.System);

    /// <summary>How many runs of so many steps are worth waiting for: as many as are enough, or fewer, or only the typical one.</summary>
    /// <param name="patience">How many steps are simulated at most.</param>
    public static int RunsFor(int steps, int patience = Patience) => Math.Min(Enough, patience / Math.Max(1, steps)) is var runs && runs >= Fewest ? runs : 1;

    /// <param name="simulations">How many runs; 1: only the typical one, without a P90.</param>
    public Prediction Of(Loss loss, RecoveryGraph graph, int simulations = Enough, CancellationToken cancellationToken = default)
    {
        var left = new CopiesLeft(index, loss);
        var quickest = loss.Links.IsEmpty ? _quickest : new QuickestCopies(index, _history, loss.Links.Contains);
        var sources = graph.Systems.Where(s => s.Recover.Any(step => step.Action is RestoreAction))
            .Select(s => SourceOf(s, left.For(s), quickest)).OfType<CopySource>().ToDictionary(s => s.System);
        var contention = Contention.Of(
            index, graph, loss, system => sources.TryGetValue(system.Name, out var source) ? index.Repository(source.Chosen.Repository) : null, system => SizeOf(system) ?? 0);
        var models = graph.Steps.Select(step => ModelOf(step, contention, sources)).ToImmutableArray();
        double[] seconds = [.. models.Select(m => m.TypicalSeconds)];
        var order = RecoveryOrder.Of(graph, seconds, contention.WaysOf(seconds));
        var runs = new SimulatedRuns(graph, contention, models, _history.CommonFactor, order);
        var timeline = TimelineOf(graph, runs, models, cancellationToken);
        var trust = TrustOf(graph, models, timeline);
        var operating = simulations > 1
            ? runs.Walk(simulations, Seed, cancellationToken)
            : [.. graph.Systems.Select(s => new[] { timeline[graph[RecoveryGraph.LastStepOf(s)].Index].Done.TotalSeconds })];
        var declaration = graph.Plan.Declaration is { } declared ? Figure.Declared(declared) : Figure.Zero;
        var systems = graph.Systems.Select((system, i) => Expected(system, Outlook.Of([.. operating[i]], trust[i]), declaration, LossOf(system, loss, left.For(system)))).ToImmutableArray();
        var processes = new ProcessForecast(
            loss,
            declaration,
            graph.Systems.Select((s, i) => (s.Name, operating[i])).ToDictionary(),
            graph.Systems.Select((s, i) => (s.Name, trust[i])).ToDictionary());
        return new(
            declaration,
            systems,
            BusinessOf(graph, systems, operating, trust, declaration, loss.Unrecoverable.IsEmpty),
            [.. index.ProcessesStoppedBy(loss.Systems, loss.Services).Select(processes.Of)],
            timeline,
            CriticalPath.Of(graph, timeline),
            [.. graph.Steps.Where(s => models[s.Index].Typical.Value is null).Select(s => s.Name)],
            simulations)
        {
            Order = order,
            Sources = [.. graph.Systems.Select(s => sources.GetValueOrDefault(s.Name)).OfType<CopySource>()],
        };
    }

    /// <summary>The quickest of the newest copies that count; without one, of those that the plan has made.</summary>
    private CopySource? SourceOf(ProtectedSystem system, IReadOnlySet<string> left, QuickestCopies quickest)
    {
        var copies = _copies[system.Name].Where(c => c.Counts && left.Contains(c.Repository) && exists(c)).ToArray();
        var newest = copies.Length == 0 ? default : copies.Max(c => c.TakenAt);
        return quickest.Choose(
            system, copies.Length > 0 ? copies.Where(c => c.TakenAt == newest).Select(c => c.Repository).Distinct() : (system.Protection?.To ?? []).Where(left.Contains));
    }

    /// <summary>As the newest copy has it, else as the plan says.</summary>
    private long? SizeOf(ProtectedSystem system) => _newest.TryGetValue(system.Name, out var copy) ? copy.Bytes : system.Size?.Bytes;

    /// <summary>What nothing measured and no one declared takes at least as long as its data need on their way.</summary>
    private StepModel ModelOf(GraphStep step, Contention contention, Dictionary<string, CopySource> sources)
    {
        var from = step.Step.Action is RestoreAction ? sources.GetValueOrDefault(step.Name.System)?.Chosen.Repository : null;
        var model = _history.Expect(step.Name, step.Step.Action, SizeOf(step.System), step.Step.DeclaredDuration, from);
        var load = contention.Of(step);
        return model.Typical.Value is null && load is { Bytes: > 0, Route: { } route }
            ? History.Declared(ComputedTime.FromSeconds(load.Bytes / contention.NarrowestOf(route)), load.Bytes)
            : model;
    }

    private static ImmutableArray<TimelineStep> TimelineOf(
        RecoveryGraph graph, SimulatedRuns runs, ImmutableArray<StepModel> models, CancellationToken cancellationToken)
    {
        var zero = DateTimeOffset.UnixEpoch;
        var run = runs.WalkTypical(zero, cancellationToken);
        return
        [
            .. graph.Steps.Select(step => new TimelineStep(
                step.Name,
                step.After.Select(after => run.DoneAt(after)!.Value - zero).DefaultIfEmpty().Max(),
                run.DoneAt(step)!.Value - zero,
                models[step.Index].Typical)
            {
                Began = run.BegunAt(step)!.Value - zero,
                Hold = run.HeldBy(step) is var (by, on) ? new(by?.Name.System, on) : null,
            }),
        ];
    }

    /// <summary>
    /// Each system is as well founded as the worst-founded step that it waited for, and no better than declared where what several
    /// share made it longer: that link was never measured under such a load.
    /// </summary>
    private static Figure[] TrustOf(RecoveryGraph graph, ImmutableArray<StepModel> models, ImmutableArray<TimelineStep> timeline)
    {
        var trust = new Figure[graph.Steps.Length];
        foreach (var step in graph.Steps)
        {
            var at = timeline[step.Index];
            var own = at.Shared > 0.05 * at.Alone.Value ? models[step.Index].Typical.NoBetterThan(Figure.Declared(TimeSpan.Zero)) : models[step.Index].Typical;
            trust[step.Index] = step.After.Select(after => trust[graph[after].Index]).Aggregate(own, (a, b) => a.NoBetterThan(b));
        }

        return [.. graph.Systems.Select(s => trust[graph[RecoveryGraph.LastStepOf(s)].Index])];
    }

    private static Expectation Expected(ProtectedSystem system, Outlook recovery, Figure declaration, Figure lost) => new(
        system.Name, recovery.P50 + declaration, recovery.P50, lost, system.Rpo.Value)
    {
        RtoP90 = recovery.P90 + declaration,
    };

    /// <summary>What a standby may be behind, where it is what comes back. Nothing is lost where the plan says that there is nothing; where it says nothing, or says how much there is, no one knows.</summary>
    private Figure LossOf(ProtectedSystem system, Loss loss, IReadOnlySet<string> left) =>
        system.ComesBackAsStandby && !loss.TakesDataOf(system) ? system.Standby.Lag is { } lag ? Figure.Declared(lag) : Figure.Unknown
        : system.Protection is { } scheduled && _history.IsRescheduled(system.Name) ? Exposure.Scheduled(_copies[system.Name], left, scheduled.Longest)
        : system.Protection is { } protection ? Exposure.Of(_copies[system.Name], left, exists, protection.Longest, now)
        : system.HoldsNothing ? Figure.Declared(TimeSpan.Zero)
        : Figure.Unknown;

    private static Expectation BusinessOf(
        RecoveryGraph graph, ImmutableArray<Expectation> systems, double[][] operating, Figure[] trust, Figure declaration, bool whole)
    {
        var loss = systems.MaxBy(s => s.Rpo.Value is { } expected ? expected / s.TargetRpo : double.PositiveInfinity);
        if (!whole || systems.IsEmpty)
        {
            return new(graph.Plan.Organization, Figure.Unknown, Figure.Unknown, Figure.Unknown, loss?.TargetRpo ?? TimeSpan.Zero);
        }

        var slowest = Enumerable.Range(0, operating[0].Length).Select(run => operating.Max(system => system[run])).ToArray();
        var recovery = Outlook.Of(slowest, trust.Aggregate(Figure.Zero, (a, b) => a.NoBetterThan(b)));
        return new(graph.Plan.Organization, recovery.P50 + declaration, recovery.P50, loss!.Rpo, loss.TargetRpo) { RtoP90 = recovery.P90 + declaration };
    }
}
