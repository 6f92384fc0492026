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
