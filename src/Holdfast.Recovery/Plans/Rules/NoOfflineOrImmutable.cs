using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Copies that whoever breaks in can delete.</summary>
internal sealed class NoOfflineOrImmutable() : Rule("no-offline-or-immutable", Severity.Warning, "CISA #StopRansomware")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        where system.Protection is not null && !index.CopiesOf(system).Any(copy => copy.Offline || copy.Immutable is not null)
        let found = At(
            $"no copy of system {Shown.Quoted(system.Name)} is offline or immutable: whoever gets into the network can delete all of them",
            "add a repository that is offline between backups (offline: true) or whose storage lets nobody change what was written (immutable: 30 days).",
            "systems", system.Name, "protect", "to")
        select system.Tier is Tier.MissionCritical or Tier.Important ? found with { Severity = Severity.Error } : found;
}
