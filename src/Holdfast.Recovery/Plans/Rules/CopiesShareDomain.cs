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
        let pairs = Pairs(index, copies).ToArray()
        where pairs.All(pair => pair.Shared is not null)
        let shared = pairs.GroupBy(pair => pair.Shared!, (domain, of) => $"{Shown.All(of.SelectMany(pair => pair.Copies).Distinct())} share {Shown.Quoted(domain)}")
        select At(
            $"no two copies of system {Shown.Quoted(system.Name)} are apart from each other: {string.Join("; ", shared)}",
            "add a repository that shares no failure domain with one of them.",
            "systems", system.Name, "protect", "to");

    /// <returns>Each two copies, and what takes both; null when nothing that the plan knows of does.</returns>
    private static IEnumerable<(string[] Copies, string? Shared)> Pairs(PlanIndex index, RepositoryPlace[] copies) =>
        from one in copies.Index()
        from other in copies.Skip(one.Index + 1)
        select (
            new[] { one.Item.Name, other.Name },
            index.DomainsOf(one.Item).Where(index.DomainsOf(other).Contains).Select(d => d.ToString()).FirstOrDefault());
}
