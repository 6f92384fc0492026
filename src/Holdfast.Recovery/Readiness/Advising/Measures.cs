using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Changes;
using Holdfast.Recovery.Readiness.Comparisons;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Advising;

/// <summary>Finds what helps systems that are too late, by predicting each change in every scenario that matters.</summary>
/// <param name="late">Systems that are too late, with the scenario in which they are most so.</param>
internal sealed class Measures(Trials trials, IReadOnlyList<Threat> threats, IReadOnlyList<ProtectedSystem> late)
{
    /// <summary>More than so many changes are not tried: the systems that are latest come first.</summary>
    private const int Most = 36;

    private readonly Plan _plan = trials.Basis.Plan;
    private readonly Scenario[] _scenarios = [.. trials.Basis.Plan.Scenarios.Concat(threats.Select(t => t.Scenario)).DistinctBy(s => s.Name)];

    /// <returns>The best first: what saves most a year, then by outage, then what mends most, then what is quickest.</returns>
    public ImmutableArray<Measure> Find(CancellationToken cancellationToken) =>
    [
        .. late.Zip(threats)
            .SelectMany(pair => new Candidates(trials, pair.Second.Scenario).For(pair.First, cancellationToken))
            .DistinctBy(change => change.Says)
            .Take(Most)
            .Select(Try)
            .OfType<Measure>()
            .OrderByDescending(m => m.YearlySavings ?? 0)
            .ThenByDescending(m => m.MostSaved)
            .ThenByDescending(m => m.Mends)
            .ThenByDescending(m => m.Effects.Max(e => e.Bought)),
    ];

    /// <returns>Null where it does not help.</returns>
    private Measure? Try(Change change)
    {
        var effects = new List<MeasureEffect>();
        var savings = new List<Saving>();
        foreach (var scenario in _scenarios.Where(s => change.CountsIn(_plan, s) && IsFelt(change, s)))
        {
            var (before, after) = (trials.Of(null, scenario), trials.Of(change, scenario));
            effects.AddRange(late.Select(system => Effect(system.Name, scenario, before, after)).OfType<MeasureEffect>());
            if (before.Cost is { } was && after.Cost is { } now && was > now && _plan.Scenarios.Contains(scenario))
            {
                savings.Add(new(scenario.Name, was - now, scenario.Likelihood));
            }
        }

        var known = savings.Where(s => s.Likelihood is not null).ToArray();
        return effects.Count == 0
            ? null
            : new(
                change,
                [.. effects.OrderByDescending(e => e.Bought)],
                [.. savings.OrderByDescending(s => s.Saved)],
                known.Length == 0 ? null : known.Sum(s => s.Saved * s.Likelihood!.Value.TimesAYear));
    }

    /// <returns>Null where the system is not too late in the scenario, or buys less than a hundredth there.</returns>
    private static MeasureEffect? Effect(string system, Scenario scenario, Trial before, Trial after)
    {
        if (!before.Systems.TryGetValue(system, out var was) || !after.Systems.TryGetValue(system, out var now))
        {
            return null;
        }

        var (from, to) = (Upper(was), Upper(now));
        return from.Value is { } late && to.Value is { } sooner && late > was.TargetRto && sooner < late * 0.99
            ? new(system, scenario.Name, was.TargetRto, from, to, sooner <= was.TargetRto)
            : null;
    }

    private static Figure Upper(SystemOutcome outcome) => outcome.Rto.P90.Value is null ? outcome.Rto.P50 : outcome.Rto.P90;

    /// <summary>Whether it is worth a closer look: a change that leaves the typical run as it is leaves the others, too.</summary>
    private bool IsFelt(Change change, Scenario scenario)
    {
        var (before, after) = (trials.Typical(null, scenario), trials.Typical(change, scenario));
        return before.Cost != after.Cost || late.Any(system =>
            before.Systems.TryGetValue(system.Name, out var was) && after.Systems.TryGetValue(system.Name, out var now) && was.Rto.P50.Value != now.Rto.P50.Value);
    }
}
