using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Users sent to the new place by a name server that is lost itself.</summary>
internal sealed class DnsInside() : Rule("dns-inside", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from loss in index.Losses
        from dns in loss.Systems
        where dns.Kind == SystemKind.Dns
        from system in loss.Systems
        where system.Recover.Any(step => step.Action is SwitchDnsAction) && !system.Needs.Contains(dns.Name)
        select At(
            $"scenario {Shown.Quoted(loss.Scenario.Name)} takes {Shown.Quoted(dns.Name)}, the name server, and system {Shown.Quoted(system.Name)} is to be switched by name without needing it",
            $"add {Shown.Quoted(dns.Name)} to what the system needs, so that it comes back first, or keep name servers at two places.",
            "systems", system.Name);
}
