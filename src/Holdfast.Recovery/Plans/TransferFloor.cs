using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans;

/// <summary>The time that no restore of a system gets under: its data have to come from a copy to the host that it recovers on.</summary>
/// <param name="Rate">The slowest part of the fastest way.</param>
/// <param name="From">The repository that this way starts from.</param>
/// <param name="By">What is that slow, as the plan calls it: <c>link office - colo</c> or <c>host colo-server</c>.</param>
public sealed record TransferFloor(DataRate Rate, string From, string By)
{
    /// <summary>
    /// From the best of the copies that are still there when the system's own site is not. Null where the plan does not say enough:
    /// no such copy, no place to recover, or a way whose speed it leaves open.
    /// </summary>
    public static TransferFloor? Of(PlanIndex index, ProtectedSystem system)
    {
        if (system.RecoversOn is not { } name)
        {
            return null;
        }

        var home = index.Host(system.RunsOn).Site;
        var to = index.Host(name);
        var ways = index.CopiesOf(system).Where(copy => copy.Site != home).Select(copy => Way(index, copy, to)).ToArray();
        return ways.Contains(null) ? null : ways.MaxBy(way => way!.Rate.BitsPerSecond);
    }

    private static TransferFloor? Way(PlanIndex index, RepositoryPlace from, Host to)
    {
        var host = to.Restores is { } restores ? new TransferFloor(restores, from.Name, $"host {to.Name}") : null;
        if (from.Site == to.Site)
        {
            return host;
        }

        var link = index.LinkBetween(from.Site, to.Site) is { } between ? new TransferFloor(between.Bandwidth, from.Name, $"link {between.Name}") : null;
        return link is not null && host?.Rate.BitsPerSecond < link.Rate.BitsPerSecond ? host : link;
    }
}
