using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans;

/// <summary>How data get from a copy to the host that a system recovers on, as far as the plan says how fast that is.</summary>
/// <param name="From">The repository.</param>
/// <param name="Rate">Of the slowest part; null: the plan leaves all of it open.</param>
/// <param name="By">What is that slow, as the plan calls it: <c>link office - colo</c>, <c>host colo-server</c> or <c>repository shelf</c>; null: nothing is said to be.</param>
/// <param name="IsJoined">Whether the plan says how the two sites are joined, or they are one.</param>
public sealed record CopyWay(string From, DataRate? Rate, string? By, bool IsJoined)
{
    internal static CopyWay Of(Reach reach, RepositoryPlace from, Host to)
    {
        var links = reach.Way(from, to) ?? [];
        (DataRate Rate, string By)[] parts =
        [
            .. links.Select(link => (link.Bandwidth, $"link {link.Name}")),
            .. to.Restores is { } restores ? [(restores, $"host {to.Name}")] : Array.Empty<(DataRate, string)>(),
            .. from.Reads is { } reads ? [(reads, $"repository {from.Name}")] : Array.Empty<(DataRate, string)>(),
        ];
        var isJoined = from.Site == to.Site || !links.IsEmpty;
        if (parts.Length == 0)
        {
            return new(from.Name, null, null, isJoined);
        }

        var (rate, by) = parts.MinBy(part => part.Rate.BitsPerSecond);
        return new(from.Name, rate, by, isJoined);
    }
}
