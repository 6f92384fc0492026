using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A machine that the plan has no use for.</summary>
internal sealed class UnusedHost() : Rule("unused-host", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from used in new[] { Used(plan).ToHashSet() }
        from host in plan.Hosts
        where !used.Contains(host.Name)
        select At($"nothing runs, recovers or stands on host {Shown.Quoted(host.Name)}", "use it, or leave it out.", "hosts", host.Name);

    private static IEnumerable<string?> Used(Plan plan) =>
    [
        .. plan.Systems.SelectMany(s => new[] { s.RunsOn, s.RecoversOn, s.Standby.On }),
        .. plan.Repositories.Select(r => r.On),
        (plan.Witness as FileWitness)?.On,
    ];
}

/// <summary>A repository that nothing is backed up to.</summary>
internal sealed class UnusedRepository() : Rule("unused-repository", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from used in new[] { plan.Systems.SelectMany(s => s.Protection?.To ?? []).ToHashSet() }
        from repository in plan.Repositories
        where !used.Contains(repository.Name)
        select At($"nothing is backed up to repository {Shown.Quoted(repository.Name)}", "name it under \"to\" of a system, or leave it out.", "repositories", repository.Name);
}

/// <summary>Something that others provide and nothing needs.</summary>
internal sealed class UnusedService() : Rule("unused-service", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from used in new[] { plan.Systems.SelectMany(s => s.NeedsServices).Concat(plan.Processes.SelectMany(p => p.NeedsServices)).ToHashSet() }
        from service in plan.Services
        where !used.Contains(service.Name)
        select At($"nothing needs service {Shown.Quoted(service.Name)}", "name it under \"needs services\" of what does, or leave it out.", "services", service.Name);
}
