using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>One stolen account that deletes every copy.</summary>
internal sealed class CopiesShareCredentials() : Rule("copies-share-credentials", Severity.Error, "CISA #StopRansomware")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        let copies = index.CopiesOf(system).ToArray()
        where copies.Length > 0 && !copies.Any(copy => copy.Offline || copy.Immutable is not null)
        let realms = index.DomainsOf(copies[0]).Where(d => d.Kind is "credentials" or "account" && copies.All(copy => index.DomainsOf(copy).Contains(d))).ToArray()
        where realms.Length > 0
        select At(
            $"{Shown.Quoted(realms[0].ToString())} can delete every copy of system {Shown.Quoted(system.Name)}: {Shown.All(copies.Select(c => c.Name))}",
            "keep one copy where other credentials hold, or offline, or immutable.",
            "systems", system.Name, "protect", "to");
}
