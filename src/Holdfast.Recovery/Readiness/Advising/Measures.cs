using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Changes;
using Holdfast.Recovery.Readiness.Comparisons;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Advising;

/// <summary>Finds what helps systems that are too late, by predicting each change in every scenario that matters.</summary>
/// <param name="late">Systems that are too late, with the scenario in which they are most so.</param>
internal sealed class Measures(Basis basis, IReadOnlyList<Threat> threats, IReadOnlyList<ProtectedSystem> late)
{
    /// <summary>More than so many changes are not tried: the systems that are latest come first.</summary>
    private const int Most = 36;

    private readonly Scenario[] _scenarios = [.. basis.Plan.Scenarios.Concat(threats.Select(t => t.Scenario)).DistinctBy(s => s.Name)];
    private readonly Dictionary<string, Walked> _before = [];

    /// <returns>The best first: what saves most a year, then by outage, then what mends most, then what is quickest.</returns>
    public ImmutableArray<Measure> Find(CancellationToken cancellationToken)
    {
        foreach (var scenario in _scenarios)
        {
            _before[scenario.Name] = Walk(basis, scenario, cancellationToken);
        }

        return
        [
            .. late.Zip(threats)
                .SelectMany(pair => new Candidates(basis, pair.Second.Scenario).For(pair.First, cancellationToken))
                .DistinctBy(change => change.Says)
                .Take(Most)
                .Select(change => Try(change, cancellationToken))
                .OfType<Measure>()
                .OrderByDescending(m => m.YearlySavings ?? 0)
                .ThenByDescending(m => m.MostSaved)
                .ThenByDescending(m => m.Mends)
                .ThenByDescending(m => m.Effects.Max(e => e.Bought)),
        ];
    }

    /// <returns>Null where it does not help.</returns>
    private Measure? Try(Change change, CancellationToken cancellationToken)
    {
        var effects = new List<MeasureEffect>();
        var savings = new List<Saving>();
        var changed = basis.With(change);
        foreach (var scenario in _scenarios.Where(s => change.CountsIn(basis.Plan, s)))
        {
            var (before, after) = (_before[scenario.Name], Walk(changed, scenario, cancellationToken));
            effects.AddRange(late.Select(system => Effect(system.Name, scenario, before, after)).OfType<MeasureEffect>());
            if (before.Cost is { } was && after.Cost is { } now && was > now && basis.Plan.Scenarios.Contains(scenario))
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
    private static MeasureEffect? Effect(string system, Scenario scenario, Walked before, Walked after)
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

    private static Walked Walk(Basis of, Scenario scenario, CancellationToken cancellationToken)
    {
        var (loss, prediction) = of.Predict(scenario, QuickPrediction.RunsFor(of.Plan, scenario), cancellationToken);
        return new(
            SystemOutcome.In(of, loss, prediction).ToDictionary(),
            prediction.Processes.Aggregate((decimal?)0, (sum, p) => sum + (p.Never is null ? p.Cost : p.Process.CostOf(Breach.Never))));
    }

    /// <param name="Cost">Of the typical outage; null where nobody knows how long it is.</param>
    private sealed record Walked(IReadOnlyDictionary<string, SystemOutcome> Systems, decimal? Cost);
}
