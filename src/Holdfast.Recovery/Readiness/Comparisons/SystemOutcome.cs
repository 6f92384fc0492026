using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Comparisons;

/// <summary>What a plan makes of one system that is lost. Times count from the disaster.</summary>
/// <param name="Rpo">What would be lost.</param>
/// <param name="Unrecoverable">Why the plan can't bring it back; null: it can.</param>
public sealed record SystemOutcome(TimeSpan TargetRto, Outlook Rto, TimeSpan TargetRpo, Figure Rpo, string? Unrecoverable)
{
    public Standing RtoStanding => Unrecoverable is null ? Standings.Of(Rto, TargetRto) : Standing.Never;

    public Standing RpoStanding => Unrecoverable is null ? Standings.Of(Rpo, TargetRpo) : Standing.Never;

    /// <summary>Of every system that the scenario takes, in the order of the plan.</summary>
    /// <param name="simulations">As of <see cref="Basis.Predict"/>.</param>
    public static IEnumerable<KeyValuePair<string, SystemOutcome>> In(Basis basis, Scenario scenario, int? simulations, CancellationToken cancellationToken)
    {
        var (loss, prediction) = basis.Predict(scenario, simulations, cancellationToken);
        return In(basis, loss, prediction);
    }

    internal static IEnumerable<KeyValuePair<string, SystemOutcome>> In(Basis basis, Loss loss, Prediction prediction)
    {
        var expected = prediction.Systems.ToDictionary(s => s.System);
        return loss.Systems.Select(system => KeyValuePair.Create(system.Name, expected.TryGetValue(system.Name, out var e)
            ? new SystemOutcome(system.Rto.Value, new(e.Rto, e.RtoP90), system.Rpo.Value, LossOf(system, e, basis.History), null)
            : new(system.Rto.Value, Outlook.Unknown, system.Rpo.Value, Figure.Unknown, loss.Unrecoverable.GetValueOrDefault(system.Name, "the plan has no steps that recover it"))));
    }

    /// <summary>As it is known; where no copy was ever recorded, as the schedule promises.</summary>
    private static Figure LossOf(ProtectedSystem system, Expectation expected, History history) =>
        expected.Rpo.Value is null && system.Protection is { } protection && !history.CopiesOf(system.Name).Any() ? Figure.Declared(protection.Longest) : expected.Rpo;
}
