using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A system that has no place to come back to when its host is lost.</summary>
internal sealed class NowhereToRecover() : Rule("nowhere-to-recover", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.RecoversOn is null
        select At(
            $"system {Shown.Quoted(system.Name)} has no host to recover on",
            "name one under \"recovers on\".",
            "systems", system.Name);
}

/// <summary>When the host is lost there is nothing to recover on.</summary>
internal sealed class RecoversWhereItRuns() : Rule("recovers-where-it-runs", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.RecoversOn == system.RunsOn
        select At(
            $"system {Shown.Quoted(system.Name)} recovers on the host that it runs on: {Shown.Quoted(system.RunsOn)}",
            "name another host: when this one is lost there is nothing to recover on.",
            "systems", system.Name, "recovers on");
}

/// <summary>A restore that the recovery host refuses, since it would empty a folder of the operating system.</summary>
internal sealed class RestoredOverSystem() : Rule("restored-over-system", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        let folder = SystemFolders.RestoredOver(system, index.Host)
        where folder is not null
        select At(
            $"system {Shown.Quoted(system.Name)} would be restored over {folder} of host {Shown.Quoted(system.RecoversOn!)}, where the operating system lives: that is refused",
            "protect the folders in it that hold data, each as a system of its own; or let it come back beside them, in the host's folder, with a path that does not begin with a slash.",
            "systems", system.Name, "protect");
}

/// <summary>A place to recover that goes down with the place to recover from.</summary>
internal sealed class RecoveryHostSharesDomain() : Rule("recovery-host-shares-domain", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        where system.RecoversOn is not null && system.RecoversOn != system.RunsOn
        let home = index.Host(system.RunsOn)
        let away = index.Host(system.RecoversOn!)
        let shared = index.DomainsOf(home).Where(index.DomainsOf(away).Contains).Select(d => d.ToString()).FirstOrDefault()
        where shared is not null
        let found = At(
            $"system {Shown.Quoted(system.Name)} recovers on {Shown.Quoted(away.Name)}, which is lost together with {Shown.Quoted(home.Name)} when {Shown.Quoted(shared)} is",
            "name a host that shares no failure domain with the one that the system runs on.",
            "systems", system.Name, "recovers on")
        select system.IsMissionCritical ? found with { Severity = Severity.Error } : found;
}

/// <summary>A standby that is lost with what it stands by for.</summary>
internal sealed class StandbyOnOwnHost() : Rule("standby-on-own-host", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Standby.Kind != StandbyKind.None && (system.Standby.On ?? system.RecoversOn) == system.RunsOn
        select At(
            $"the {Words.Of(system.Standby.Kind)} standby of system {Shown.Quoted(system.Name)} is on the host that the system runs on: {Shown.Quoted(system.RunsOn)}",
            "name another host under  on:  of the standby, or leave the standby out.",
            "systems", system.Name, "standby");
}
