using System.Collections.Immutable;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness;

/// <summary>How long the systems and the business would be down, and how much would be lost, as far as the evidence says.</summary>
/// <param name="Systems">Those that can be brought back.</param>
/// <param name="Business">Until the slowest system operates; and the loss of the system that comes closest to what it may lose. Unknown where not all of it comes back.</param>
/// <param name="Unmeasured">Steps that no evidence says anything about; with any, a figure is unknown.</param>
public sealed record Prediction(
    Figure Declaration, ImmutableArray<Expectation> Systems, Expectation Business, ImmutableArray<StepName> Unmeasured)
{
    /// <summary>
    /// Reads the prediction off a predicted run: each system operates when its last step is done, and is as well founded as the
    /// worst-founded step that it waited for.
    /// </summary>
    /// <param name="ended">The run after the predicting stage walked it, from a zero at <paramref name="zero"/>.</param>
    /// <param name="whole">Whether these are all the systems that are lost: if not, no figure is one for the business.</param>
    public static Prediction Of(
        Run ended, DateTimeOffset zero, Func<StepName, Figure> expected, IReadOnlyDictionary<string, Figure> losses, bool whole)
    {
        var plan = ended.Graph.Plan;
        var declaration = plan.Declaration is { } declared ? Figure.Declared(declared) : Figure.Zero;
        var trust = new Dictionary<StepName, Figure>();
        foreach (var step in ended.Graph.Steps)
        {
            trust[step.Name] = step.After.Select(after => trust[after]).Aggregate(expected(step.Name), (a, b) => a.NoBetterThan(b));
        }

        var systems = ended.Graph.Systems.Select(system =>
        {
            var last = RecoveryGraph.LastStepOf(system);
            var recovery = ended.DoneAt(last) is { } done && trust[last].Value is not null
                ? trust[last] with { Value = done - zero }
                : Figure.Unknown;
            return new Expectation(
                system.Name, recovery + declaration, recovery, losses.GetValueOrDefault(system.Name, Figure.Unknown), system.Rpo.Value);
        }).ToImmutableArray();
        var loss = systems.MaxBy(s => s.Rpo.Value is { } expectedLoss ? expectedLoss / s.TargetRpo : double.PositiveInfinity);
        var start = whole ? Figure.Zero : Figure.Unknown;
        var business = new Expectation(
            plan.Organization,
            systems.Select(s => s.Rto).Aggregate(start, Figure.Max),
            systems.Select(s => s.Recovery).Aggregate(start, Figure.Max),
            whole && loss is not null ? loss.Rpo : Figure.Unknown,
            loss?.TargetRpo ?? TimeSpan.Zero);
        return new(declaration, systems, business, [.. ended.Graph.Steps.Select(s => s.Name).Where(name => expected(name).Value is null)]);
    }
}
