using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

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
