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
