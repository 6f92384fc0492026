using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Answers;

/// <summary>
/// The answer for the whole business: if something failed today, how long until it operates again, how much would be lost, and is that
/// good enough?
/// </summary>
/// <param name="Systems">In the order of the plan.</param>
/// <param name="Sweep">Every scenario and every single loss, the worst first.</param>
/// <param name="PlanErrors">How many findings in the plan are errors: what it promises there can't be kept.</param>
/// <param name="RepositoriesSeen">Whether repositories were looked into; if not, all figures rest on what was written down about them.</param>
/// <param name="DrillBy">Of each system that the plan's scenarios take and can bring back: one of these, to drill it by.</param>
public sealed record ReadinessAnswer(
    ImmutableArray<SystemReadiness> Systems,
    Sweep Sweep,
    TrackRecord Record,
    int PlanErrors,
    bool RepositoriesSeen,
    ImmutableSortedDictionary<string, string> DrillBy)
{
    /// <summary>A business without systems has proven nothing.</summary>
    public Verdict Verdict =>
        Systems.Select(s => s.Verdict)
            .Concat(Sweep.Ranked.Select(o => o.Verdict))
            .Append(PlanErrors > 0 ? Verdict.NotGood : Systems.IsEmpty ? Verdict.NotProven : Verdict.Good)
            .Max();

    /// <summary>The losses that do most harm, those that do the same counted as one.</summary>
    public IEnumerable<WorstLoss> Worst => Sweep.Ranked
        .GroupBy(o => (o.Systems, o.Stopped, o.Worst?.Of, o.Worst?.Objective, string.Join('\n', o.Unrecoverable.Keys)))
        .Select(same => new WorstLoss(same.First(), [.. same.Skip(1).Select(o => o.Scenario.Name)]));

    /// <param name="planErrors">Findings that are errors.</param>
    /// <param name="seen">Whether repositories were looked into; if not, the copies of the basis are those that were written down.</param>
    public static ReadinessAnswer Of(Basis basis, Past past, int planErrors, bool seen, CancellationToken cancellationToken)
    {
        var (index, forecast) = (basis.Index, basis.Forecast());
        var sweep = Sweep.Of(index, forecast, cancellationToken);
        var slowest = WithUpper(index, forecast, sweep.Slowest, cancellationToken);
        var newest = basis.History.Copies
            .Where(c => c.Counts && basis.Exists(c) && !ClockSkew.IsAhead(c, basis.Now))
            .GroupBy(c => c.System)
            .ToDictionary(c => c.Key, c => c.Max(r => r.TakenAt));
        var judge = new SystemJudge(basis, newest, past, seen);
        return new(
            Held([.. slowest.Zip(sweep.Costliest, judge.Of)]), sweep, past.Record, planErrors, seen, DrillsOf(index));
    }

    /// <summary>The same, where services that a failover started do not run any more: those systems are down now, and what needs them with them.</summary>
    /// <param name="dead">By system, what is wrong.</param>
    public ReadinessAnswer WithoutServices(IReadOnlyDictionary<string, string> dead)
    {
        if (dead.Count == 0)
        {
            return this;
        }

        var systems = Systems.Select(s => dead.TryGetValue(s.System.Name, out var why) ? s.Lacking(new(LackKind.ServiceDown, why)) : s);
        return this with { Systems = Held([.. systems.Select(s => s with { Lacks = s.Lacks.RemoveAll(l => l.Kind == LackKind.NeedsAnother) })]) };
    }

    /// <summary>A single loss is walked once; where one delays a system more than every scenario of the plan, its upper figure is worked out here.</summary>
    private static IEnumerable<SystemOutlook> WithUpper(PlanIndex index, Forecast forecast, ImmutableArray<SystemOutlook> slowest, CancellationToken cancellationToken)
    {
        var walked = new Dictionary<(string Scenario, string System), Expectation>();
        // Those that tell of most systems first, for the patience may not last for all.
        var singles = slowest.Where(o => o.Expected is { Rto.Value: not null, RtoP90.Value: null })
            .CountBy(o => o.Scenario!)
            .OrderByDescending(s => s.Value)
            .Select(s => s.Key)
            .ToArray();
        var patience = new Patience(Forecast.Patience, singles.Length);
        foreach (var single in singles)
        {
            var loss = Loss.Of(index, single);
            var graph = RecoveryGraph.Of(index.Plan, loss);
            var runs = patience.RunsFor(graph.Steps.Length);
            if (runs == 1)
            {
                continue;
            }

            foreach (var expected in forecast.Of(loss, graph, runs, cancellationToken).Systems)
            {
                walked[(single.Name, expected.System)] = expected;
            }
        }

        return slowest.Select(o => o.Scenario is { } s && walked.TryGetValue((s.Name, o.System.Name), out var expected) ? o with { Expected = expected } : o);
    }

    /// <summary>What needs another is no more ready than that.</summary>
    private static ImmutableArray<SystemReadiness> Held(ImmutableArray<SystemReadiness> systems)
    {
        var known = systems.ToDictionary(s => s.System.Name);
        foreach (var system in NeedsOrder.Of([.. systems.Select(s => s.System)]))
        {
            if (system.Needs.FirstOrDefault(need => known[need].Verdict != Verdict.Good) is { } other)
            {
                known[system.Name] = known[system.Name].Needing(other);
            }
        }

        return [.. systems.Select(s => known[s.System.Name])];
    }

    private static ImmutableSortedDictionary<string, string> DrillsOf(PlanIndex index)
    {
        var by = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var scenario in index.Plan.Scenarios)
        {
            foreach (var system in Loss.Of(index, scenario).Recoverable.Where(s => !by.ContainsKey(s.Name)))
            {
                by[system.Name] = scenario.Name;
            }
        }

        return by.ToImmutable();
    }
}

/// <param name="Like">Names of the others that do the same.</param>
public sealed record WorstLoss(LossOutlook Loss, ImmutableArray<string> Like);
