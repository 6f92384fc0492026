using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Recovery.Readiness.Changes;

/// <summary>What was measured of restores while something on their way was as fast as it was.</summary>
internal static class WayChange
{
    /// <summary>Restores that went nearly as fast as a part of their way allows, or faster because data arrive compressed, were held up by it.</summary>
    private const double HeldUp = 0.7;

    /// <summary>
    /// A part of ways is faster now: restores that it held up are measured no more. Those that something else held up take as long as
    /// they took; and where it is slower now, what shares it is slowed down by the simulation itself.
    /// </summary>
    /// <param name="before">Null: the plan did not say.</param>
    /// <param name="uses">Whether the way from a repository to a host uses the part.</param>
    public static Basis Faster(Basis basis, DataRate? before, DataRate after, Func<RepositoryPlace, Host, bool> uses)
    {
        if (before is not { } old || after.BitsPerSecond <= old.BitsPerSecond)
        {
            return basis;
        }

        var index = PlanIndex.Of(basis.Plan);
        var over = basis.Plan.Systems
            .Where(s => s.RecoversOn is { } host && index.CopiesOf(s).Any(copy => uses(copy, index.Host(host))))
            .Select(s => s.Name)
            .ToHashSet();
        return basis with { History = basis.History.Without(d => over.Contains(d.Step.System) && WasHeldUp(d, old)) };
    }

    public static bool WasHeldUp(StepDuration restore, DataRate by) =>
        restore is { Kind: "restore", Bytes: > 0 } && restore.Bytes >= HeldUp * by.BytesPerSecond * restore.Took.TotalSeconds;
}
