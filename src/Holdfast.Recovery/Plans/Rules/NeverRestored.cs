using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Copies that nothing puts back: the system would start without its data, and pass for recovered.</summary>
internal sealed class NeverRestored() : Rule("never-restored", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.IsNeverRestored
        select At(
            $"system {Shown.Quoted(system.Name)} is protected, and no step of its recovery restores it"
                + (system.HasStandby ? ": its standby has what was deleted or encrypted deleted or encrypted too" : ""),
            $"add  - restore: {system.Name}  before the steps that need its data.",
            "systems", system.Name, "recover") with
        {
            // Of the loss of its host alone the standby brings it back.
            Severity = system.HasStandby ? Rules.Severity.Warning : null,
        };
}
