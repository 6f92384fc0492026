using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A mission critical system that one loss, which nobody wrote a scenario for, takes for good.</summary>
internal sealed class SingleLossUnrecoverable() : Rule("single-loss-unrecoverable", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from fatal in new[] { SingleFatalLosses.Of(plan) }
        from system in plan.Systems
        where system.IsMissionCritical && system.RecoversOn is not null && !system.Recover.IsEmpty && !fatal[system.Name].IsEmpty
        let reasons = fatal[system.Name].GroupBy(loss => loss.Value, loss => loss.Key).Select(g => $"with {Shown.All(g, "or")} {g.Key}")
        select At(
            $"one loss takes system {Shown.Quoted(system.Name)} for good: {string.Join("; ", reasons)}",
            "give it a host to recover on, and a copy, that are lost with nothing that the system is lost with.",
            "systems", system.Name);
}
