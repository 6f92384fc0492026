using Holdfast.Recovery.Plans.Business;

namespace Holdfast.Recovery.Readiness;

/// <summary>Work that piles up while a process stands still, and is worked off beside what arrives anew.</summary>
/// <param name="Arrives">Per hour.</param>
/// <param name="Done">Per hour, at most, when all operates.</param>
/// <param name="Share">Of what arrives, that the workaround does meanwhile.</param>
/// <param name="ShareSeconds">How long the workaround is kept up.</param>
internal readonly record struct Backlog(double Arrives, double Done, double Share, double ShareSeconds)
{
    public bool CatchesUp => Done > Arrives;

    /// <returns>Null where the plan does not say how work arrives and is done.</returns>
    public static Backlog? Of(BusinessProcess process) => process is { WorkArrives: { } arrives, WorkDone: { } done }
        ? new(
            (double)arrives.PerHour,
            (double)done.PerHour,
            process.Workaround?.Capacity?.Fraction ?? 0,
            process.Workaround?.ForAtMost?.TotalSeconds ?? double.PositiveInfinity)
        : null;

    /// <summary>
    /// What arrived in the outage, less what the workaround did, is worked off at what can be done beyond what arrives. All in seconds
    /// from the disaster.
    /// </summary>
    public double ClearedAfter(double down, double fullService)
    {
        var waiting = Arrives * (down - (Share * Math.Min(down, ShareSeconds)));
        return Math.Max(fullService, down + (waiting / (Done - Arrives)));
    }
}
