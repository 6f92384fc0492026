using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness;

/// <summary>All that a prediction is made from: a plan and what is known.</summary>
/// <param name="Exists">Whether a copy is still in its repository.</param>
public sealed record Basis(Plan Plan, History History, Func<ProtectionRecord, bool> Exists, DateTimeOffset Now)
{
    // For the next question. A copy of this that differs makes its own, although the compiler copies the field too.
    private Derived? _derived;

    /// <summary>Copies that lack something in their repository.</summary>
    public ImmutableArray<LostPoint> Lost { get; init; } = [];

    /// <summary>Repositories that did not answer, or could not be looked through, with the reason.</summary>
    public ImmutableSortedDictionary<string, string> Unseen { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What is wrong with a repository beside its copies: nothing can be stored in it, or the plan in it cannot be read. With what to do.</summary>
    public ImmutableSortedDictionary<string, string> Troubled { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>By system, what contradicts itself in what is told of its copies: a wrong clock or a captured machine brings that about. A sentence each.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Doubts { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    public PlanIndex Index => Made.Index;

    public Forecast Forecast() => Made.Forecast;

    private Derived Made => _derived is { } made && ReferenceEquals(made.From, this) ? made : _derived = new(this);

    /// <summary>Of everything that the scenario takes and the plan can bring back.</summary>
    /// <param name="simulations">1: only the typical run, without a P90. Null: as many as are enough, and fewer of a very large plan.</param>
    public (Loss Loss, Prediction Prediction) Predict(Scenario scenario, int? simulations = null, CancellationToken cancellationToken = default)
    {
        var loss = Loss.Of(Index, scenario);
        var graph = RecoveryGraph.Of(Plan, loss);
        return (loss, Forecast().Of(loss, graph, simulations ?? Readiness.Forecast.RunsFor(graph.Steps.Length), cancellationToken));
    }

    private sealed class Derived(Basis from)
    {
        public Basis From => from;

        public PlanIndex Index { get; } = PlanIndex.Of(from.Plan);

        public Forecast Forecast => field ??= new(Index, from.History, from.Exists, from.Now);
    }
}
