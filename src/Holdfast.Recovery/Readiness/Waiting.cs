using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness;

/// <summary>What a loss that passes by itself comes to if no one recovers anything, beside recovering. Nothing is lost then.</summary>
/// <param name="Over">When it is over, from the disaster.</param>
/// <param name="Sooner">Systems that are back sooner by waiting, as the plan would typically recover them.</param>
/// <param name="Only">Systems that the plan can't recover, and that come back then.</param>
/// <param name="Later">Systems that are back sooner by recovering them, or of which no one knows.</param>
public sealed record Waiting(TimeSpan Over, ImmutableArray<Expectation> Sooner, ImmutableArray<string> Only, ImmutableArray<string> Later)
{
    /// <returns>Null: the scenario does not say that it passes, or nothing that it takes comes back by itself.</returns>
    public static Waiting? Of(Loss loss, Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(prediction);
        var returning = loss.Returning;
        if (loss.Scenario.Lasts is not { } over || returning.Count == 0)
        {
            return null;
        }

        var recovered = prediction.Systems.Where(e => returning.Contains(e.System)).ToArray();
        return new(
            over,
            [.. recovered.Where(e => e.Rto.Value > over)],
            [.. loss.Unrecoverable.Keys.Where(returning.Contains)],
            [.. recovered.Where(e => !(e.Rto.Value > over)).Select(e => e.System)]);
    }
}
