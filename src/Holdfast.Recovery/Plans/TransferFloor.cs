using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans;

/// <summary>The time that no restore of a system gets under: its data have to come from a copy to the host that it recovers on.</summary>
/// <param name="Rate">The slowest part of the fastest way.</param>
/// <param name="From">The repository that this way starts from.</param>
/// <param name="By">What is that slow, as the plan calls it: <c>link office - colo</c>, <c>host colo-server</c> or <c>repository shelf</c>.</param>
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

    /// <summary>The slowest part of the way; null where the plan leaves all of it open, or the link between two sites.</summary>
    private static TransferFloor? Way(PlanIndex index, RepositoryPlace from, Host to)
    {
        var link = from.Site == to.Site ? null : index.LinkBetween(from.Site, to.Site);
        if (from.Site != to.Site && link is null)
        {
            return null;
        }

        TransferFloor?[] parts =
        [
            link is null ? null : new(link.Bandwidth, from.Name, $"link {link.Name}"),
            to.Restores is { } restores ? new(restores, from.Name, $"host {to.Name}") : null,
            from.Reads is { } reads ? new(reads, from.Name, $"repository {from.Name}") : null,
        ];
        return parts.OfType<TransferFloor>().MinBy(part => part.Rate.BitsPerSecond);
    }
}
