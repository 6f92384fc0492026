using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Several copies that one event takes are one copy.</summary>
internal sealed class CopiesShareDomain() : Rule("copies-share-domain", Severity.Warning, "3-2-1-1-0")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        let copies = index.CopiesOf(system).ToArray()
        where copies.Length > 1
        let shared = Shared(index, copies)
        where shared is not null
        select At(
            $"no two copies of system {Shown.Quoted(system.Name)} are apart from each other: {Shown.All(copies.Select(c => c.Name))} share {shared}",
            "add a repository that shares no failure domain with one of them.",
            "systems", system.Name, "protect", "to");

    /// <returns>What takes the first two, in words; null when any two are apart.</returns>
    private static string? Shared(PlanIndex index, RepositoryPlace[] copies)
    {
        var anyApart = copies.Index().Any(one => copies.Skip(one.Index + 1).Any(other => !index.DomainsOf(one.Item).Overlaps(index.DomainsOf(other))));
        return anyApart ? null : Shown.Quoted(index.DomainsOf(copies[0]).First(index.DomainsOf(copies[1]).Contains).ToString());
    }
}
