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
        var reach = new Reach(index, _ => false);
        var ways = index.CopiesOf(system).Where(copy => copy.Site != home).Select(copy => CopyWay.Of(reach, copy, to)).ToArray();
        return ways.Any(way => way is not { IsJoined: true, Rate: not null }) || ways.MaxBy(way => way.Rate!.Value.BitsPerSecond) is not { } best
            ? null
            : new(best.Rate!.Value, best.From, best.By!);
    }
}
