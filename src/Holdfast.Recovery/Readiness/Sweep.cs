using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness;

/// <summary>Every scenario of the plan and every single loss, walked: what each would do, and what the worst does to each system.</summary>
/// <param name="Ranked">Those that stop something, the worst first: breach times cost.</param>
/// <param name="Harmless">How many stop nothing.</param>
/// <param name="Systems">In the order of the plan.</param>
public sealed record Sweep(ImmutableArray<LossOutlook> Ranked, int Harmless, ImmutableArray<SystemOutlook> Systems)
{
    /// <summary>For each system, in the order of the plan, where it comes back last.</summary>
    public ImmutableArray<SystemOutlook> Slowest { get; init; } = [];

    /// <summary>For each system, in the order of the plan, where most of it is lost.</summary>
    public ImmutableArray<SystemOutlook> Costliest { get; init; } = [];

    public static Sweep Of(PlanIndex index, Forecast forecast, CancellationToken cancellationToken)
    {
        var plan = index.Plan;
        var scenarios = plan.Scenarios.Select(s => (Scenario: s, Declared: true)).Concat(SingleLosses.Of(plan).Where(IsNew).Select(s => (s, false)));
        SystemOutlook[] worst = [.. plan.Systems.Select(s => new SystemOutlook(s, null, null, null))], slowest = [.. worst], costliest = [.. worst];
        var (harmless, patience) = (0, new Patience(2 * Forecast.Patience, plan.Scenarios.Length));
        var outlooks = new List<LossOutlook>();
        foreach (var (scenario, declared) in scenarios)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var loss = Loss.Of(index, scenario);
            if (loss.Systems.IsEmpty && !index.ProcessesStoppedBy([], loss.Services).Any())
            {
                harmless++;
                continue;
            }

            var graph = RecoveryGraph.Of(plan, loss);
            var prediction = forecast.Of(loss, graph, declared ? patience.RunsFor(graph.Steps.Length) : 1, cancellationToken);
            outlooks.Add(LossOutlook.Of(loss, declared, prediction));
            foreach (var outlook in OutlooksOf(loss, prediction))
            {
                var at = index.OrderOf(outlook.System);
                worst[at] = outlook.IsWorseThan(worst[at]) ? outlook : worst[at];
                slowest[at] = outlook.IsSlowerThan(slowest[at]) ? outlook : slowest[at];
                costliest[at] = outlook.LosesMoreThan(costliest[at]) ? outlook : costliest[at];
            }
        }

        return new([.. outlooks.OrderByDescending(o => o.Rank)], harmless, [.. worst]) { Slowest = [.. slowest], Costliest = [.. costliest] };

        bool IsNew(Scenario single) => !plan.Scenarios.Any(s => s.Loses.SequenceEqual(single.Loses) && s.Things.SequenceEqual(single.Things));
    }

    private static IEnumerable<SystemOutlook> OutlooksOf(Loss loss, Prediction prediction)
    {
        var expected = prediction.Systems.ToDictionary(e => e.System);
        return loss.Systems.Select(s => new SystemOutlook(s, loss.Scenario, expected.GetValueOrDefault(s.Name), loss.Unrecoverable.GetValueOrDefault(s.Name)));
    }
}
