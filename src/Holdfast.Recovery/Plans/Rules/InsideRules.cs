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

/// <summary>A scenario after which no one has this plan, its contacts or the journals: they are kept in repositories, and it takes all of them.</summary>
internal sealed class PlanInside() : Rule("plan-inside", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from loss in PlanIndex.Of(plan).Losses
        where loss.Repositories.IsEmpty
        select At(
            $"scenario {Shown.Quoted(loss.Scenario.Name)} takes every repository, and with them each copy of this plan, of whom to call and of what was done",
            "keep a repository where the scenario does not reach, and a print of the plan with the key of that repository.",
            "scenarios", loss.Scenario.Name);
}

/// <summary>A witness that is gone when it is asked.</summary>
internal sealed class WitnessInside() : Rule("witness-inside", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from loss in PlanIndex.Of(plan).Losses
        where plan.Witness is FileWitness
        where !loss.Systems.IsEmpty && loss.Hosts.Any(h => h.Name == ((FileWitness)plan.Witness!).On)
        select At(
            $"the witness is on host {Shown.Quoted(((FileWitness)plan.Witness!).On)}, which scenario {Shown.Quoted(loss.Scenario.Name)} takes together with "
                + $"{(loss.Systems.Length == 1 ? "a system" : $"{loss.Systems.Length} systems")}: nobody can tell who may be active",
            "keep the witness at a third place, lost with neither side.",
            "witness", "on");
}
