using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>
/// At least one copy of a system's data must be apart from the system, sharing no failure domain with the host that it runs on.
/// Else one event takes the system and everything it could be recovered from.
/// </summary>
internal sealed class CopiesInOneDomain() : Rule("copies-in-one-domain", Severity.Error, "3-2-1-1-0")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        let copies = system.Protection?.To ?? []
        let shared = copies.Select(name => Shared(index, system, name)).ToArray()
        where shared.Length > 0 && shared.All(s => s is not null)
        select At(
            $"system {Shown.Quoted(system.Name)} has no copy apart from itself: {string.Join("; ", shared)}",
            $"add a repository that is not lost with host {Shown.Quoted(system.RunsOn)}.",
            "systems", system.Name, "protect", "to");

    /// <returns>What takes both, in words; null when nothing that the plan knows of does.</returns>
    private static string? Shared(PlanIndex index, ProtectedSystem system, string repository)
    {
        var home = index.DomainsOf(index.Host(system.RunsOn));
        var away = index.DomainsOf(index.Repository(repository));
        return away.FirstOrDefault(home.Contains) is { Kind: not null } domain
            ? $"{Shown.Quoted(repository)} is lost with {Shown.Quoted(domain.ToString())}"
            : null;
    }
}
